package response

import (
	"crypto/x509"
	"encoding/base64"
	"strings"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"patchbay/backend/protocol/saml/xmltree"
)

// signature is one enveloped signature (XML Signature §4) and what became of it.
type signature struct {
	of string // "Response" or "Assertion"
	id string // of the element that it is in

	misshapen []defect // it does not cover the element it is in, and that alone
	forbidden []defect // algorithms that are not taken
	weak      []defect // algorithms that are taken with a warning

	method, digest string            // algorithms, as URIs
	embedded       *x509.Certificate // that the message itself names; nil when none

	verified *etree.Element    // what the signature covers; nil when it does not verify
	by       *x509.Certificate // that it was made with, of those that are trusted
	place    int               // of that one among them
	// altered: a trusted key made the signature, for another content. unknown: the
	// certificate in the message made it, and is not trusted.
	altered, unknown bool
	err              error // of the library, with the last certificate
}

// defect is something that is wrong, in a word and in a sentence.
type defect struct{ reason, cause string }

// holds reports whether the signature covers the element and was made by
// somebody who is trusted.
func (s *signature) holds() bool {
	return s.verified != nil && len(s.misshapen) == 0 && len(s.forbidden) == 0
}

// examine looks at the signature of an element, nil when it has none, and
// verifies it with each of the certificates in turn: with one at a time, the
// library needs none in the message, and says which one it was.
func examine(el *etree.Element, of string, trusted []*x509.Certificate) *signature {
	found := xmltree.Children(el, nsSignature, "Signature")
	if len(found) == 0 {
		return nil
	}
	s := &signature{of: of, id: xmltree.Value(el, "ID")}
	s.checkShape(el, found)
	s.checkAlgorithms(found[0])
	s.embedded = embedded(found[0])
	alone := standalone(el)
	for i, certificate := range trusted {
		verified, err := verify(alone, certificate)
		if err == nil && sameElement(el, verified) {
			s.verified, s.by, s.place, s.err = verified, certificate, i, nil
			return s
		}
		s.err = err
		s.altered = s.altered || isDigest(err)
	}
	if s.embedded != nil && !s.altered {
		_, err := verify(alone, s.embedded)
		s.unknown, s.altered = err == nil, isDigest(err)
	}
	return s
}

// isDigest reports whether the library found the content changed. It has no
// error for that but its words.
func isDigest(err error) bool {
	return err != nil && err.Error() == "Signature could not be verified"
}

// verify has the library verify an element with one certificate. The time of
// that certificate is a finding of its own: its clock stands where it is valid.
func verify(el *etree.Element, certificate *x509.Certificate) (*etree.Element, error) {
	context := &dsig.ValidationContext{
		CertificateStore: &dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{certificate}},
		IdAttribute:      "ID",
		Clock:            dsig.NewFakeClockAt(certificate.NotAfter),
	}
	return context.Validate(el)
}

// sameElement reports whether what was verified is the element that was looked
// at.
func sameElement(el, verified *etree.Element) bool {
	return verified != nil && xmltree.Is(verified, nsOf(el), el.Tag) && xmltree.Value(verified, "ID") == xmltree.Value(el, "ID")
}

func nsOf(el *etree.Element) string {
	for _, ns := range []string{nsProtocol, nsAssertion} {
		if xmltree.Is(el, ns, el.Tag) {
			return ns
		}
	}
	return ""
}

// standalone copies an element with the namespaces that hold there. The KeyInfo
// of its own signature goes, because the library would look for that certificate
// only; those of signatures inside are signed with the rest. What goes is not
// covered by the signature itself.
func standalone(el *etree.Element) *etree.Element {
	alone := xmltree.Detach(el)
	for _, s := range xmltree.Children(alone, nsSignature, "Signature") {
		for _, info := range xmltree.Children(s, nsSignature, "KeyInfo") {
			s.RemoveChild(info)
		}
		method := xmltree.Value(xmltree.Child(xmltree.Child(s, nsSignature, "SignedInfo"), nsSignature, "SignatureMethod"), "Algorithm")
		for _, value := range xmltree.Children(s, nsSignature, "SignatureValue") {
			text, _ := xmltree.Text(value)
			value.Child = nil
			value.SetText(forLibrary(text, method))
		}
	}
	return alone
}

// forLibrary writes a signature value as the library reads it: without white
// space, and an ECDSA one in ASN.1, where XML Signature has the two numbers side
// by side (RFC 6931 §2.3.6).
func forLibrary(text, method string) string {
	text = strings.Join(strings.Fields(text), "")
	if !strings.Contains(method, "#ecdsa-") {
		return text
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return text
	}
	return base64.StdEncoding.EncodeToString(asASN1(raw))
}

// embedded is the certificate that a signature names, nil when there is none to
// be read. Whoever signs may write any certificate there: it explains, and is
// never trusted.
func embedded(s *etree.Element) *x509.Certificate {
	info := xmltree.Child(s, nsSignature, "KeyInfo")
	data := xmltree.Child(info, nsSignature, "X509Data")
	text, _ := xmltree.Text(xmltree.Child(data, nsSignature, "X509Certificate"))
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return certificate
}
