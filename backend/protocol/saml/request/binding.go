package request

import (
	"bytes"
	"compress/flate"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// maxRelayState is in bytes (SAML Bindings §3.4.3).
const maxRelayState = 80

// Redirect returns the URL that carries the request: deflated, and where key is
// not nil signed over the query's own octets (SAML Bindings §3.4.4.1).
func (a AuthnRequest) Redirect(relayState string, key *rsa.PrivateKey) (string, error) {
	target, err := a.target(relayState)
	if err != nil {
		return "", err
	}
	text, err := a.XML()
	if err != nil {
		return "", err
	}
	deflated, err := deflate(text)
	if err != nil {
		return "", err
	}
	query := "SAMLRequest=" + url.QueryEscape(base64.StdEncoding.EncodeToString(deflated))
	if relayState != "" {
		query += "&RelayState=" + url.QueryEscape(relayState)
	}
	if key != nil {
		if query, err = signQuery(query, key); err != nil {
			return "", err
		}
	}
	if target.RawQuery != "" {
		query = target.RawQuery + "&" + query
	}
	target.RawQuery = query
	return target.String(), nil
}

// target is the provider's endpoint. What comes after a # never reaches it.
func (a AuthnRequest) target(relayState string) (*url.URL, error) {
	if len(relayState) > maxRelayState {
		return nil, ErrRelayState
	}
	target, err := url.Parse(a.Destination)
	if err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http" {
		return nil, ErrDestination
	}
	target.Fragment, target.RawFragment = "", ""
	target.RawQuery = strings.Trim(target.RawQuery, "&")
	return target, nil
}

func deflate(text []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func signQuery(query string, key *rsa.PrivateKey) (string, error) {
	query += "&SigAlg=" + url.QueryEscape(dsig.RSASHA256SignatureMethod)
	sum := sha256.Sum256([]byte(query))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign the request: %w", err)
	}
	return query + "&Signature=" + url.QueryEscape(base64.StdEncoding.EncodeToString(signature)), nil
}

// Post returns the form that carries the request, where key is not nil with a
// signature in it that shows the certificate.
func (a AuthnRequest) Post(relayState string, key *rsa.PrivateKey, certificate *x509.Certificate) (url.Values, error) {
	if _, err := a.target(relayState); err != nil {
		return nil, err
	}
	root, err := a.element()
	if err != nil {
		return nil, err
	}
	if key != nil {
		if err := sign(root, key, certificate); err != nil {
			return nil, fmt.Errorf("sign the request: %w", err)
		}
	}
	text, err := write(root)
	if err != nil {
		return nil, err
	}
	form := url.Values{"SAMLRequest": {base64.StdEncoding.EncodeToString(text)}}
	if relayState != "" {
		form.Set("RelayState", relayState)
	}
	return form, nil
}

// sign puts an enveloped signature behind the Issuer, where the schema wants it
// (SAML Core §3.2.1).
func sign(root *etree.Element, key *rsa.PrivateKey, certificate *x509.Certificate) error {
	var chain [][]byte
	if certificate != nil {
		chain = [][]byte{certificate.Raw}
	}
	signer, err := dsig.NewSigningContext(key, chain)
	if err != nil {
		return err
	}
	signer.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	signature, err := signer.ConstructSignature(root, true)
	if err != nil {
		return err
	}
	const behindIssuer = 1
	root.InsertChildAt(behindIssuer, signature)
	return nil
}
