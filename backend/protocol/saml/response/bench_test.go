package response_test

import (
	"encoding/base64"
	"testing"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"patchbay/backend/proof"
)

// bothSigned is a response whose assertion is signed, and that is signed itself.
func bothSigned() *crafted {
	c := craft()
	return c.sign(c.assertion(), keys().trusted).sign(c.root(), keys().trusted)
}

// BenchmarkChecklist makes all checks of one response with two signatures, from
// the form field on.
func BenchmarkChecklist(b *testing.B) {
	e, a := expected(), bothSigned().answer()
	for b.Loop() {
		if report := validate(e, a); report.Verdict != proof.Passed {
			b.Fatal(report.Verdict)
		}
	}
}

// BenchmarkSignaturesAlone has the signature library verify the same two, from
// the form field on.
func BenchmarkSignaturesAlone(b *testing.B) {
	e, a := expected(), bothSigned().answer()
	context := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: e.Certificates})
	context.Clock = dsig.NewFakeClockAt(now())
	for b.Loop() {
		raw, err := base64.StdEncoding.DecodeString(a.Values.Get("SAMLResponse"))
		if err != nil {
			b.Fatal(err)
		}
		doc := etree.NewDocument()
		if err := doc.ReadFromBytes(raw); err != nil {
			b.Fatal(err)
		}
		for _, el := range []*etree.Element{doc.Root(), doc.Root().FindElement("./Assertion")} {
			if _, err := context.Validate(el); err != nil {
				b.Fatal(err)
			}
		}
	}
}
