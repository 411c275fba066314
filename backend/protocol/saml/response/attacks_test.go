package response_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/response"
	"patchbay/backend/protocol/signin"
)

// attack is a response that passes off a foreign identity as a signed one. It is
// made from one that ada really got.
type attack struct {
	name     string
	response bool // the response is signed, and not the assertion
	make     func(c *crafted)
	expect   func(e *response.Expected)
	answer   func(a *signin.Answer)
	caught   string // by which check first
	also     string // the reason of another finding
}

const eve = "admin@example.com"

// forged is the assertion of ada with another name in it and another ID.
func forged(c *crafted, id string) *etree.Element {
	el := c.assertion().Copy()
	if s := el.FindElement("./Signature"); s != nil {
		el.RemoveChild(s)
	}
	el.CreateAttr("ID", id)
	el.FindElement("./Subject/NameID").SetText(eve)
	el.FindElement("./AttributeStatement/Attribute/AttributeValue").SetText(eve)
	return el
}

// swapped is the whole response with a forged assertion, and with no signature.
func swapped(c *crafted, id string) *etree.Element {
	el := c.root().Copy()
	el.CreateAttr("ID", id)
	if s := el.FindElement("./Signature"); s != nil {
		el.RemoveChild(s)
	}
	old := el.FindElement("./Assertion")
	at := old.Index()
	el.RemoveChild(old)
	el.InsertChildAt(at, forged(c, "_evil"))
	return el
}

func take(el *etree.Element) *etree.Element {
	el.Parent().RemoveChild(el)
	return el
}

func wrappings() []attack {
	return []attack{
		{name: "XSW1, the signed response inside the signature", response: true, caught: "S09", make: func(c *crafted) {
			evil, original := swapped(c, "_evil0"), c.root().Copy()
			s := take(original.FindElement("./Signature"))
			s.AddChild(original)
			evil.InsertChildAt(1, s)
			c.doc.SetRoot(evil)
		}},
		{name: "XSW2, the signed response beside the signature", response: true, caught: "S09", make: func(c *crafted) {
			evil, original := swapped(c, "_evil0"), c.root().Copy()
			s := take(original.FindElement("./Signature"))
			evil.InsertChildAt(1, original)
			evil.InsertChildAt(2, s)
			c.doc.SetRoot(evil)
		}},
		{name: "XSW3, a forged assertion before the signed one", caught: "S09", make: func(c *crafted) {
			c.root().InsertChildAt(c.assertion().Index(), forged(c, "_evil"))
		}},
		{name: "XSW3, behind it", caught: "S09", make: func(c *crafted) { c.root().AddChild(forged(c, "_evil")) }},
		{name: "XSW4, the signed assertion inside the forged one", caught: "S09", make: func(c *crafted) {
			evil := forged(c, "_evil")
			evil.AddChild(take(c.assertion()))
			c.root().AddChild(evil)
		}},
		{name: "XSW5, the forged one has the signature", caught: "S09", make: func(c *crafted) {
			evil, original := forged(c, "_evil"), take(c.assertion())
			evil.InsertChildAt(1, take(original.FindElement("./Signature")))
			c.root().AddChild(evil)
			c.root().AddChild(original)
		}},
		{name: "XSW6, the signed one inside the signature", caught: "S09", make: func(c *crafted) {
			evil, original := forged(c, "_evil"), take(c.assertion())
			s := take(original.FindElement("./Signature"))
			s.AddChild(original)
			evil.InsertChildAt(1, s)
			c.root().AddChild(evil)
		}},
		{name: "XSW7, in an extension", caught: "S09", make: func(c *crafted) {
			extensions := etree.NewElement("samlp:Extensions")
			extensions.AddChild(forged(c, "_assertion1"))
			c.root().InsertChildAt(1, extensions)
		}},
		{name: "XSW8, in an Object of the signature", caught: "S09", make: func(c *crafted) {
			evil, original := forged(c, "_evil"), take(c.assertion())
			s := take(original.FindElement("./Signature"))
			s.CreateElement("ds:Object").AddChild(original)
			evil.InsertChildAt(1, s)
			c.root().AddChild(evil)
		}},
	}
}

// wrappedAgain are those in which only one element is called Assertion.
func wrappedAgain() []attack {
	inObject := func(rename string) func(*crafted) {
		return func(c *crafted) {
			evil, original := forged(c, "_evil"), take(c.assertion())
			s := take(original.FindElement("./Signature"))
			original.Tag = rename
			s.CreateElement("ds:Object").AddChild(original)
			evil.InsertChildAt(1, s)
			c.root().AddChild(evil)
		}
	}
	return []attack{
		{name: "Object-wrapped under another name", caught: "S12", make: inObject("Other")},
		{name: "duplicate ID", also: "duplicate_id", caught: "S12", make: func(c *crafted) {
			evil, original := forged(c, "_assertion1"), take(c.assertion())
			evil.InsertChildAt(1, take(original.FindElement("./Signature")))
			original.Space, original.Tag = "x", "Other"
			original.CreateAttr("xmlns:x", "urn:x")
			c.root().AddChild(evil)
			c.root().AddChild(original)
		}},
		{name: "an ID of another namespace first", also: "duplicate_id", caught: "S12", make: func(c *crafted) {
			evil := c.assertion()
			evil.Attr = append([]etree.Attr{{Space: "xmlns", Key: "x", Value: "urn:x"}, {Space: "x", Key: "ID", Value: "_assertion1"}}, evil.Attr...)
			evil.CreateAttr("ID", "_evil")
			evil.FindElement("./Subject/NameID").SetText(eve)
		}},
		{name: "the same ID beside a good signature", caught: "S14", make: func(c *crafted) {
			c.add("", `<x:Other xmlns:x="urn:x" ID="_assertion1"/>`)
		}},
		{name: "the same ID as xml:id", caught: "S14", make: func(c *crafted) { c.set("Status", "xml:id", "_assertion1") }},
		{name: "another ID in what is signed", caught: "S14", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			c.set("Assertion", "xml:id", "_evil").sign(c.assertion(), keys().trusted)
		}},
		{name: "the response has the signature of the assertion", caught: "S11", make: func(c *crafted) {
			s := take(c.at("Assertion/Signature"))
			c.root().InsertChildAt(1, s)
			c.text(nameID, eve)
		}},
		{name: "the signature moved to the end of the response", caught: "S11", make: func(c *crafted) {
			c.at("Status").AddChild(take(c.at("Assertion/Signature")))
			c.text(nameID, eve)
		}},
		{name: "a stray signature beside a good one", caught: "S14", make: func(c *crafted) {
			c.at("Status").AddChild(c.at("Assertion/Signature").Copy())
		}},
		{name: "two signatures, a good one first", caught: "S14", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			other := keys().foreign
			other.noKeyInfo = true
			c.assertion().InsertChildAt(1, other.signature(c.assertion()))
			c.sign(c.assertion(), keys().trusted)
		}},
	}
}

// resign takes the signature of the assertion away and signs it otherwise, with
// the provider's own key: what an attacker has who found some other thing that
// the provider signed, or a mistake in how it signs.
func resign(change func(s *signer)) func(*crafted) {
	return func(c *crafted) {
		take(c.at("Assertion/Signature"))
		s := keys().trusted
		change(&s)
		c.sign(c.assertion(), s)
	}
}

func references() []attack {
	elsewhere := func(c *crafted, s signer) *etree.Element {
		other := parse(`<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_assertion1"/>`).root()
		return s.signature(other)
	}
	return []attack{
		{name: "a signature of something else with the same ID", caught: "S12", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			c.assertion().InsertChildAt(1, elsewhere(c, keys().trusted))
		}},
		{name: "a reference to the whole document", also: "reference_uri", caught: "S14", make: resign(func(s *signer) { s.uri = new("") })},
		{name: "a reference to another ID", also: "reference_uri", caught: "S12", make: resign(func(s *signer) { s.uri = new("#_other") })},
		{name: "a reference by XPointer", also: "reference_uri", caught: "S12", make: resign(func(s *signer) { s.uri = new("#xpointer(id('_assertion1'))") })},
		{name: "two references", caught: "S14", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			s := keys().trusted
			first := s.reference("#_assertion1", s.sum(s.canonicalOf(c.assertion())))
			c.assertion().InsertChildAt(1, s.signatureOf(first, s.reference("#_response1", s.sum(nil))))
		}},
		{name: "no reference", caught: "S12", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			c.assertion().InsertChildAt(1, keys().trusted.signatureOf())
		}},
		{name: "a second SignedInfo", caught: "S12", make: func(c *crafted) {
			s := c.at("Assertion/Signature")
			s.InsertChildAt(0, s.FindElement("./SignedInfo").Copy())
		}},
		{name: "a foreign SignedInfo", caught: "S12", make: func(c *crafted) {
			c.add("Assertion/Signature", `<x:SignedInfo xmlns:x="urn:x"/>`)
		}},
		{name: "an Object in a good signature", caught: "S14", make: func(c *crafted) { c.at("Assertion/Signature").CreateElement("ds:Object") }},
		{name: "a comment in the digest", caught: "S14", make: func(c *crafted) {
			c.at("Assertion/Signature/SignedInfo/Reference/DigestValue").CreateComment("x")
		}},
	}
}

func algorithmAttacks() []attack {
	return []attack{
		{name: "canonicalization with comments", caught: "S15", make: resign(func(s *signer) { s.transforms = []string{enveloped, exclusive + "WithComments"} })},
		{name: "inclusive canonicalization", caught: "S15", make: resign(func(s *signer) { s.transforms = []string{enveloped, "http://www.w3.org/2006/12/xml-c14n11"} })},
		{name: "no canonicalization", caught: "S12", make: resign(func(s *signer) { s.transforms = []string{enveloped} })},
		{name: "no transforms", caught: "S12", make: resign(func(s *signer) { s.transforms = nil })},
		{name: "XSLT", caught: "S12", make: resign(func(s *signer) {
			s.transforms = []string{enveloped, "http://www.w3.org/TR/1999/REC-xslt-19991116", exclusive}
		})},
		{name: "the digest of nothing", also: "empty_digest", caught: "S12", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			s := keys().trusted
			c.assertion().InsertChildAt(1, s.signatureOf(s.reference("#_assertion1", s.sum(nil))))
			c.text(nameID, eve).set("Assertion", "xmlns:x", "1")
		}},
		{name: "MD5", caught: "S12", make: resign(func(s *signer) { s.method = more + "rsa-md5" })},
		{name: "HMAC with the public key", caught: "S12", make: func(c *crafted) {
			c.text(nameID, eve)
			resign(func(s *signer) { s.method = more + "hmac-sha256" })(c)
			public := keys().trusted.certificate.RawSubjectPublicKeyInfo
			mac := hmac.New(sha256.New, public)
			mac.Write(signedInfo(c.at("Assertion/Signature/SignedInfo")))
			c.text("Assertion/Signature/SignatureValue", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		}},
		{name: "a certificate of the attacker's", caught: "S12", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			c.text(nameID, eve).sign(c.assertion(), keys().foreign)
		}},
		{name: "a copy of the real certificate with another key", caught: "S12", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			s := keys().foreign
			s.certificate = keys().trusted.certificate
			c.text(nameID, eve).sign(c.assertion(), s)
		}},
		{name: "no certificate is configured", caught: "S12", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			c.text(nameID, eve).sign(c.assertion(), keys().foreign)
		}, expect: func(e *response.Expected) { e.Certificates = nil }},
		{name: "an empty signature", caught: "S12", make: func(c *crafted) {
			take(c.at("Assertion/Signature"))
			c.text(nameID, eve)
			c.assertion().InsertChildAt(1, fragments(`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>`)[0])
		}},
		{name: "a signature of another namespace", caught: "S11", make: func(c *crafted) {
			c.at("Assertion/Signature").CreateAttr("xmlns:ds", "urn:evil")
			c.text(nameID, eve)
		}},
	}
}

func contents() []attack {
	hidden := func(id string) string {
		return `<!DOCTYPE r [<!ATTLIST Assertion ID CDATA "` + id + `">]>`
	}
	return []attack{
		{name: "a document type", caught: "S02", make: func(*crafted) {}, answer: func(a *signin.Answer) {
			a.Values.Set("SAMLResponse", before(a.Values.Get("SAMLResponse"), hidden("_evil")))
		}},
		{name: "an instruction in the NameID", caught: "S02", make: func(c *crafted) { c.text(nameID, eve).at(nameID).CreateProcInst("x", "") }},
		{name: "the NameID changed", caught: "S12", make: func(c *crafted) { c.text(nameID, eve) }},
		{name: "an attribute added", caught: "S12", make: func(c *crafted) {
			c.add(attributes, `<saml:Attribute Name="mail"><saml:AttributeValue>`+eve+`</saml:AttributeValue></saml:Attribute>`)
		}},
		{name: "an attribute twice in one tag", caught: "S02", make: func(*crafted) {}, answer: func(a *signin.Answer) {
			raw, _ := base64.StdEncoding.DecodeString(a.Values.Get("SAMLResponse"))
			text := strings.Replace(string(raw), `ID="_assertion1"`, `ID="_evil" ID="_assertion1"`, 1)
			a.Values.Set("SAMLResponse", base64.StdEncoding.EncodeToString([]byte(text)))
		}},
		{name: "the response replaced around a signed assertion", caught: "S05", make: func(c *crafted) {
			c.set("", "InResponseTo", "_of_another_attempt")
		}},
		{name: "an encrypted assertion of the attacker's", caught: "S11", make: func(c *crafted) {
			c.replace("Assertion", seal(forged(c, "_evil"), &keys().own.PublicKey, "EncryptedAssertion"))
		}, expect: own},
		{name: "an encrypted one beside the signed one", caught: "S09", make: func(c *crafted) {
			c.root().AddChild(seal(forged(c, "_evil"), &keys().own.PublicKey, "EncryptedAssertion"))
		}, expect: own},
		{name: "an encrypted one with two inside", caught: "S10", make: func(c *crafted) {
			evil := forged(c, "_evil")
			evil.AddChild(take(c.assertion()))
			c.root().AddChild(seal(evil, &keys().own.PublicKey, "EncryptedAssertion"))
		}, expect: own},
		{name: "an encrypted assertion in a response of another", response: true, caught: "S12", make: func(c *crafted) {
			c.replace("Assertion", seal(forged(c, "_evil"), &keys().own.PublicKey, "EncryptedAssertion"))
		}, expect: own},
	}
}

// TestSC22_NoAttackSignsAnybodyIn: every attack fails at the check that is named,
// and nobody is said to have signed in.
func TestSC22_NoAttackSignsAnybodyIn(t *testing.T) {
	for _, group := range [][]attack{wrappings(), wrappedAgain(), references(), algorithmAttacks(), contents()} {
		for _, a := range group {
			t.Run(a.name, func(t *testing.T) {
				e, answer := a.build()
				report := validate(e, answer)
				if report.Verdict != proof.Failed || report.Identity != nil {
					t.Errorf("%s, signed in %+v", report.Verdict, report.Identity)
				}
				all := with(report, proof.Failed)
				if got, _, _ := strings.Cut(all, ":"); got != a.caught || !strings.Contains(all, a.also) {
					t.Errorf("caught by %q, want %s", all, a.caught)
				}
				if read := stepOf(t, report, "S18"); a.caught == "S09" && read.Verdict != proof.Skipped {
					t.Errorf("of several assertions, one was read: %+v", read)
				}
			})
		}
	}
}

func (a attack) build() (response.Expected, signin.Answer) {
	c, e := craft(), expected()
	if a.response {
		c.sign(c.root(), keys().trusted)
		e.WantAssertionsSigned = false
	} else {
		c.sign(c.assertion(), keys().trusted)
	}
	a.make(c)
	if a.expect != nil {
		a.expect(&e)
	}
	answer := c.answer()
	if a.answer != nil {
		a.answer(&answer)
	}
	return e, answer
}
