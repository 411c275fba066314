package response_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
)

// TestSC22_RightResponsesOfEveryFormPass: providers write the same things in many
// ways, and all of these are right.
func TestSC22_RightResponsesOfEveryFormPass(t *testing.T) {
	plain := strings.NewReplacer("samlp:", "", "xmlns:samlp=", "xmlns=")
	for name, form := range map[string]struct {
		text string
		edit func(c *crafted)
		by   func(s *signer)
		// write changes how the signed text is written, and not what it says.
		write func(text string) string
	}{
		"prefixes":             {},
		"other prefixes":       {text: strings.NewReplacer("saml:", "a:", ":saml=", ":a=", "samlp:", "q:", ":samlp=", ":q=").Replace(template)},
		"default namespaces":   {text: strings.NewReplacer("<saml:", "<", "</saml:", "</", "<samlp:", "<samlp:", "xmlns:saml=", "xmlns=").Replace(strings.Replace(template, "<saml:Issuer>", `<saml:Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">`, 1))},
		"response by default":  {text: plain.Replace(template)},
		"signature by default": {by: func(s *signer) { s.prefix = "" }},
		"indented":             {edit: func(c *crafted) { c.doc.Indent(2) }},
		"as Java writes it":    {by: func(s *signer) { s.loose = true }},
		"a declaration":        {edit: func(c *crafted) { c.doc.InsertChildAt(0, etree.NewProcInst("xml", `version="1.0" encoding="UTF-8"`)) }},
		"types by inclusion":   {edit: typed, by: func(s *signer) { s.prefixes = "xs" }},
		"CDATA": {write: func(text string) string {
			return strings.Replace(text, ">ada@example.com</saml:NameID>", "><![CDATA[ada@exam]]>ple.c&#111;m</saml:NameID>", 1)
		}},
		"white space in values": {edit: func(c *crafted) {
			c.text(nameID, "\n    ada@example.com\n  ").text(restriction+"/Audience", " "+spEntity+"\n")
		}},
		"comments elsewhere": {edit: func(c *crafted) { c.root().CreateComment("made by x"); c.assertion().CreateComment("y") }},
		"extensions":         {edit: func(c *crafted) { c.add("", `<samlp:Extensions><x:y xmlns:x="urn:x"/></samlp:Extensions>`) }},
		"other letters": {edit: func(c *crafted) {
			c.add(attributes, `<saml:Attribute Name="cn"><saml:AttributeValue>Åda Løvelace &amp; Söhne 二 😀</saml:AttributeValue></saml:Attribute>`)
		}},
		"parts of a second": {edit: func(c *crafted) { c.set(conditions, "NotBefore", "2026-11-22T09:59:30.1234567Z") }},
		"format of an entity": {edit: func(c *crafted) {
			c.set("Assertion/Issuer", "Format", "urn:oasis:names:tc:SAML:2.0:nameid-format:entity")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, which := range []string{"assertion", "both"} {
				c := craft()
				if form.text != "" {
					c = parse(form.text)
				}
				if form.edit != nil {
					form.edit(c)
				}
				s := keys().trusted
				if form.by != nil {
					form.by(&s)
				}
				c.sign(c.assertion(), s)
				if which == "both" {
					c.sign(c.root(), s)
				}
				a := c.answer()
				if form.write != nil {
					raw, _ := base64.StdEncoding.DecodeString(a.Values.Get("SAMLResponse"))
					a = post(form.write(string(raw)))
				}
				report := validate(expected(), a)
				if report.Verdict != proof.Passed || report.Identity == nil || report.Identity.Email != "ada@example.com" {
					t.Errorf("%s: %s %s", which, report.Verdict, with(report, proof.Failed)+with(report, proof.Warned))
				}
			}
		})
	}
}

// typed gives a value its type by a prefix that only the response declares.
func typed(c *crafted) {
	c.set("", "xmlns:xs", "http://www.w3.org/2001/XMLSchema")
	c.set(attributes+"/Attribute/AttributeValue", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
	c.set(attributes+"/Attribute/AttributeValue", "xsi:type", "xs:string")
}
