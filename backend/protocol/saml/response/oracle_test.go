package response_test

import (
	"crypto/x509"
	"encoding/base64"
	"testing"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
	"github.com/russellhaering/goxmldsig/etreeutils"

	"patchbay/backend/protocol/saml/response"
	"patchbay/backend/protocol/signin"
)

// libraryAccepts reports whether the signature library by itself finds a signed
// response or assertion in an answer.
func libraryAccepts(t *testing.T, e response.Expected, a signin.Answer) bool {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(a.Values.Get("SAMLResponse"))
	if err != nil {
		return false
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil || doc.Root() == nil {
		return false
	}
	signed := append([]*etree.Element{doc.Root()}, doc.Root().FindElements("./Assertion")...)
	for _, el := range signed {
		for _, certificate := range e.Certificates {
			if accepts(el, certificate) {
				return true
			}
		}
	}
	return false
}

func accepts(el *etree.Element, certificate *x509.Certificate) bool {
	context, err := etreeutils.NSBuildParentContext(el)
	if err != nil {
		return false
	}
	alone, err := etreeutils.NSDetatch(context, el)
	if err != nil {
		return false
	}
	if info := alone.FindElement("./Signature/KeyInfo"); info != nil {
		info.Parent().RemoveChild(info)
	}
	validation := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{certificate}})
	validation.Clock = dsig.NewFakeClockAt(certificate.NotBefore.Add(time.Hour))
	verified, err := validation.Validate(alone)
	return err == nil && verified != nil
}
