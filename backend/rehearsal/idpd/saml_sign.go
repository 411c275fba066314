package idpd

import (
	"crypto"
	"encoding/base64"
	"fmt"
	"net/url"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// respond signs a response as the fault wants it, and lets the browser post it.
func (s *Server) respond(x *exchange, r response) {
	r.relayState = x.form(paramRelayState)
	if x.acted.response != nil {
		x.acted.response(&r)
	}
	document, err := s.write(x.acted, r)
	if err != nil {
		x.broken(err)
		return
	}
	fields := url.Values{paramResponse: {base64.StdEncoding.EncodeToString(document)}}
	if r.relayState != "" {
		fields.Set(paramRelayState, r.relayState)
	}
	x.forward(r.acs, fields)
}

// write signs each assertion, encrypts it where there is a key to encrypt it to,
// and then signs the response that holds them (SAML Core §5.3, §6).
func (s *Server) write(acted behaviour, r response) ([]byte, error) {
	to, err := s.recipient(acted, r.audience)
	if err != nil {
		return nil, err
	}
	root := r.element()
	for _, a := range r.assertions {
		signed, err := s.seal(acted.signer, assertionUnsigned, a.element())
		if err == nil && to != nil {
			signed, err = encrypt(signed, to)
		}
		if err != nil {
			return nil, err
		}
		root.AddChild(signed)
	}
	root, err = s.seal(acted.signer, responseUnsigned, root)
	if err != nil {
		return nil, err
	}
	return etree.NewDocumentWithRoot(root).WriteToBytes()
}

// seal signs an element unless the fault leaves it alone.
func (s *Server) seal(how, skips signature, e *etree.Element) (*etree.Element, error) {
	if how == notSigned || how == skips {
		return e, nil
	}
	p, err := s.signer(how)
	if err != nil {
		return nil, err
	}
	context, err := dsig.NewSigningContext(p.key, [][]byte{p.certificate.Raw})
	if err != nil {
		return nil, fmt.Errorf("sign a SAML message: %w", err)
	}
	context.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	if how == signedWithSHA1 {
		context.Hash = crypto.SHA1
	}
	signed, err := context.SignEnveloped(e)
	if err != nil {
		return nil, fmt.Errorf("sign a SAML message: %w", err)
	}
	// The signature stands behind the issuer (SAML Core §2.3.3, §3.2.2); the
	// library appends it.
	last := len(signed.Child) - 1
	made := signed.Child[last]
	signed.Child = signed.Child[:last]
	signed.InsertChildAt(1, made)
	return signed, nil
}

func (s *Server) signer(how signature) (pair, error) {
	switch how {
	case signedByOther:
		return s.keys.foreign()
	case signedByExpired:
		return s.keys.expired()
	case signedByWeak:
		return s.keys.weak()
	case signedWell, notSigned, signedWithSHA1, responseUnsigned, assertionUnsigned:
	}
	return s.keys.own()
}
