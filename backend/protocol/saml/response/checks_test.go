package response_test

import (
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/saml/response"
	"patchbay/backend/protocol/signin"
)

// provocation is one thing that is wrong with a response.
type provocation struct {
	name   string
	edit   func(c *crafted) // before it is signed
	signer func(s *signer)  // how it is signed
	after  func(c *crafted) // after it was signed
	expect func(e *response.Expected)
	answer func(a *signin.Answer)

	failed, warned string
	code           string // of the first finding
	encrypts       bool   // the assertion
	otherForm      bool   // of base64, or of the signature value, than the library reads
}

const (
	confirmationData = "Assertion/Subject/SubjectConfirmation/SubjectConfirmationData"
	nameID           = "Assertion/Subject/NameID"
	conditions       = "Assertion/Conditions"
	restriction      = conditions + "/AudienceRestriction"
	authn            = "Assertion/AuthnStatement"
	attributes       = "Assertion/AttributeStatement"
)

func (p provocation) build() (response.Expected, signin.Answer) {
	c := craft()
	if p.edit != nil {
		p.edit(c)
	}
	s := keys().trusted
	if p.signer != nil {
		p.signer(&s)
	}
	if el := c.root().FindElement("./Assertion"); el != nil && issuerOf(el) != nil && s.key != nil {
		c.sign(el, s)
	}
	if p.after != nil {
		p.after(c)
	}
	e, a := expected(), c.answer()
	if p.expect != nil {
		p.expect(&e)
	}
	if p.answer != nil {
		p.answer(&a)
	}
	return e, a
}

// TestEveryCheckIsProvoked by itself, and no other fails with it.
func TestEveryCheckIsProvoked(t *testing.T) {
	all := [][]provocation{delivered(), envelopes(), signatures(), subjects(), periods(), persons()}
	for _, group := range all {
		for _, p := range group {
			t.Run(p.name, func(t *testing.T) {
				report := validate(p.build())
				if got := with(report, proof.Failed); got != p.failed {
					t.Errorf("failed %q, want %q", got, p.failed)
				}
				if got := with(report, proof.Warned); got != p.warned {
					t.Errorf("warned %q, want %q", got, p.warned)
				}
				if len(report.Steps) != 35 {
					t.Errorf("%d checks", len(report.Steps))
				}
				checkFindings(t, report, p)
			})
		}
	}
}

func checkFindings(t *testing.T, report proof.Report, p provocation) {
	t.Helper()
	first := true
	for _, step := range report.Steps {
		if step.Finding == nil {
			continue
		}
		if f := step.Finding; f.Cause == "" || f.Remedy == "" || f.Reason == "" || strings.Contains(f.Cause+f.Remedy, "!") {
			t.Errorf("%s: %+v", step.Name, f)
		}
		if p.code != "" && first && step.Finding.Code != p.code {
			t.Errorf("%s: code %s, want %s", step.Name, step.Finding.Code, p.code)
		}
		first = false
	}
}

func delivered() []provocation {
	value := func(change func(string) string) func(*signin.Answer) {
		return func(a *signin.Answer) { a.Values.Set("SAMLResponse", change(a.Values.Get("SAMLResponse"))) }
	}
	return []provocation{
		{name: "no response", answer: func(a *signin.Answer) { a.Values.Del("SAMLResponse") }, failed: "S01:no_response", code: signin.CodeResponseInvalid},
		{name: "redirect", answer: func(a *signin.Answer) { a.Method = http.MethodGet }, failed: "S01:redirect_binding"},
		{name: "twice", answer: func(a *signin.Answer) { a.Values.Add("SAMLResponse", "PHg+") }, failed: "S01:several_responses"},
		{name: "not base64", answer: value(func(string) string { return "<Response/>" }), failed: "S01:base64"},
		{name: "lines", answer: value(func(v string) string { return v[:76] + "\r\n" + v[76:] })},
		{name: "spaces", otherForm: true, edit: func(c *crafted) { c.text(nameID, "adaâ>>>@example.com") }, answer: value(func(v string) string { return strings.ReplaceAll(v, "+", " ") }), warned: "S01:base64_form S19:name_id_no_address"},
		{name: "of URLs", otherForm: true, edit: func(c *crafted) { c.text(nameID, "???>>>@example.com") }, answer: value(func(v string) string { return strings.NewReplacer("+", "-", "/", "_").Replace(v) }), warned: "S01:base64_form S19:name_id_no_address"},
		{name: "unpadded", otherForm: true, edit: func(c *crafted) { c.set("", "Consent", strings.Repeat("a", 3-len(template)%3)) }, answer: value(func(v string) string { return strings.TrimRight(v, "=") }), warned: "S01:base64_form"},
		{name: "by hand", answer: func(a *signin.Answer) { a.Method, a.Location, a.ByHand = "", "", true; a.Values.Del("RelayState") }},
		{name: "doctype", answer: value(func(v string) string { return before(v, "<!DOCTYPE x>") }), failed: "S02:doctype"},
		{name: "instruction", after: func(c *crafted) { c.at(nameID).CreateProcInst("x", "y") }, failed: "S02:processing_instruction"},
		{name: "two roots", answer: value(func(v string) string { return before(v, "<x/>") }), failed: "S02:several_roots"},
		{name: "HTML", answer: value(func(string) string { return base64.StdEncoding.EncodeToString([]byte("<html><br></html>")) }), failed: "S02:malformed"},
		{name: "no RelayState", answer: func(a *signin.Answer) { a.Values.Del("RelayState") }, warned: "S35:relay_state_missing", code: signin.CodeStateMismatch},
		{name: "wrong RelayState", answer: func(a *signin.Answer) { a.Values.Set("RelayState", "x") }, failed: "S35:relay_state", code: signin.CodeStateMismatch},
		{name: "none sent", expect: func(e *response.Expected) { e.RelayState = "" }},
	}
}

func before(v, text string) string {
	raw, _ := base64.StdEncoding.DecodeString(v)
	return base64.StdEncoding.EncodeToString(append([]byte(text), raw...))
}

func envelopes() []provocation {
	status := func(code, second, message string) func(*crafted) {
		return func(c *crafted) {
			c.drop("Assertion")
			c.set("Status/StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:"+code)
			if second != "" {
				c.add("Status/StatusCode", `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:`+second+`"/>`)
			}
			c.add("Status", message)
		}
	}
	return []provocation{
		{name: "version 1.1", edit: func(c *crafted) { c.set("", "Version", "1.1") }, failed: "S03:version"},
		{name: "no ID", edit: func(c *crafted) { c.set("", "ID", "") }, failed: "S03:id"},
		{name: "logout", answer: func(a *signin.Answer) {
			a.Values.Set("SAMLResponse", base64.StdEncoding.EncodeToString([]byte(`<LogoutResponse xmlns="urn:oasis:names:tc:SAML:2.0:protocol"/>`)))
		}, failed: "S03:not_a_response"},
		{name: "foreign namespace", after: func(c *crafted) { c.set("", "xmlns:samlp", "urn:other") }, failed: "S03:not_a_response"},
		{name: "two statuses", edit: func(c *crafted) { c.add("", "<samlp:Status/>") }, failed: "S04:status"},
		{name: "other request", edit: func(c *crafted) { c.set("", "InResponseTo", "_x") }, failed: "S05:in_response_to", code: signin.CodeStateMismatch},
		{name: "unsolicited", edit: func(c *crafted) { c.set("", "InResponseTo", "") }, failed: "S05:unsolicited", code: signin.CodeStateMismatch},
		{name: "unsolicited and allowed", edit: func(c *crafted) {
			c.set("", "InResponseTo", "").set(confirmationData, "InResponseTo", "")
		}, expect: func(e *response.Expected) { e.AllowUnsolicited = true }, warned: "S05:unsolicited"},
		{name: "allowed, but of another request", edit: func(c *crafted) { c.set("", "InResponseTo", "_x") }, expect: func(e *response.Expected) { e.AllowUnsolicited = true }, failed: "S05:in_response_to"},
		{name: "port", edit: func(c *crafted) { c.set("", "Destination", "http://127.0.0.1:1/acs") }, failed: "S06:destination", code: signin.CodeRedirectURIMismatch},
		{name: "no destination", edit: func(c *crafted) { c.set("", "Destination", "") }},
		{name: "no destination, signed", edit: func(c *crafted) { c.set("", "Destination", "") }, after: func(c *crafted) { c.sign(c.root(), keys().trusted) }, failed: "S06:destination_missing"},
		{name: "issuer of the response", edit: func(c *crafted) { c.text("Issuer", idpEntity+"/") }, failed: "S07:issuer", code: signin.CodeIssuerMismatch},
		{name: "no issuer of the response", edit: func(c *crafted) { c.drop("Issuer") }},
		{name: "response of the future", edit: func(c *crafted) { c.set("", "IssueInstant", "2026-11-22T11:00:00Z") }, failed: "S08:issued_in_future", code: signin.CodeAssertionExpired},
		{name: "old response", edit: func(c *crafted) { c.set("", "IssueInstant", "2026-11-22T09:50:00Z") }, failed: "S08:issued_long_ago"},
		{name: "old response by hand", edit: func(c *crafted) { c.set("", "IssueInstant", "2026-11-22T09:50:00Z") }, answer: func(a *signin.Answer) { a.ByHand = true }, warned: "S08:issued_long_ago"},
		{name: "100 s behind", edit: func(c *crafted) { c.set("", "IssueInstant", "2026-11-22T09:58:20Z") }},
		{name: "no time", edit: func(c *crafted) { c.set("", "IssueInstant", "now") }, failed: "S08:time"},
		{name: "no assertion", edit: func(c *crafted) { c.drop("Assertion") }, failed: "S09:no_assertion"},
		{name: "refused", edit: status("Responder", "AuthnFailed", "<samlp:StatusMessage>no</samlp:StatusMessage>"), failed: "S04:" + reasonOf("Responder", "AuthnFailed", "no")},
		{name: "context", edit: status("Requester", "NoAuthnContext", `<samlp:StatusMessage Value="said"/>`), failed: "S04:" + reasonOf("Requester", "NoAuthnContext", "said")},
	}
}

func signatures() []provocation {
	with := func(other signer) func(*signer) { return func(s *signer) { *s = other } }
	trust := func(all ...signer) func(*response.Expected) {
		return func(e *response.Expected) {
			e.Certificates = nil
			for _, s := range all {
				e.Certificates = append(e.Certificates, s.certificate)
			}
		}
	}
	k := keys()
	return []provocation{
		{name: "nothing signed", signer: func(s *signer) { s.key = nil }, failed: "S11:nothing_signed", code: signin.CodeNotSigned},
		{name: "response signed only", signer: func(s *signer) { s.key = nil }, after: func(c *crafted) { c.sign(c.root(), k.trusted) }, failed: "S11:assertion_not_signed", code: signin.CodeNotSigned},
		{name: "response signed, enough", signer: func(s *signer) { s.key = nil }, after: func(c *crafted) { c.sign(c.root(), k.trusted) }, expect: func(e *response.Expected) { e.WantAssertionsSigned = false }},
		{name: "both signed", after: func(c *crafted) { c.sign(c.root(), k.trusted) }, expect: func(e *response.Expected) { e.WantResponseSigned = true }},
		{name: "response not signed", expect: func(e *response.Expected) { e.WantResponseSigned = true }, failed: "S11:response_not_signed", code: signin.CodeNotSigned},
		{name: "changed", after: func(c *crafted) { c.text(attributes+"/Attribute/AttributeValue", "eve@example.com") }, failed: "S12:altered", code: signin.CodeSignatureInvalid},
		{name: "changed in a signed response", after: func(c *crafted) { c.sign(c.root(), k.trusted).set("", "Consent", "urn:x") }, failed: "S12:altered"},
		{name: "unknown certificate", signer: with(k.foreign), failed: "S12:unknown_certificate", code: signin.CodeSignatureInvalid},
		{name: "changed, by an unknown certificate", signer: with(k.foreign), after: func(c *crafted) { c.text(nameID, "eve@example.com") }, failed: "S12:altered"},
		{name: "wrong key", signer: func(s *signer) { s.key = k.foreign.key }, failed: "S12:wrong_key"},
		{name: "unknown, without KeyInfo", signer: func(s *signer) { *s = k.foreign; s.noKeyInfo = true }, failed: "S12:wrong_key"},
		{name: "no certificate", expect: trust(), failed: "S12:no_certificate"},
		{name: "second certificate", expect: trust(k.foreign, k.trusted)},
		{name: "second certificate, without KeyInfo", signer: func(s *signer) { s.noKeyInfo = true }, expect: trust(k.foreign, k.trusted)},
		{name: "expired certificate", signer: with(k.expired), expect: trust(k.expired), warned: "S13:expired", code: signin.CodeCertificateExpired},
		{name: "expired beside", signer: with(k.expired), expect: trust(k.foreign, k.expired, k.trusted), warned: "S13:expired"},
		{name: "expires soon", expect: func(e *response.Expected) {
			soon := issue(k.trusted.key, now().AddDate(-1, 0, 0), now().AddDate(0, 0, 20))
			e.Certificates = []*x509.Certificate{soon.certificate}
		}, warned: "S13:expires_soon"},
		{name: "not yet valid", expect: func(e *response.Expected) {
			next := issue(k.trusted.key, now().AddDate(0, 0, 3), now().AddDate(1, 0, 0))
			e.Certificates = []*x509.Certificate{next.certificate}
		}, warned: "S13:not_yet_valid"},
		{name: "SHA-1", signer: func(s *signer) { s.method, s.digest, s.hash = xmlsig+"rsa-sha1", xmlsig+"sha1", crypto.SHA1 }, warned: "S15:sha1+sha1"},
		{name: "SHA-512", signer: func(s *signer) {
			s.method, s.digest, s.hash = more+"rsa-sha512", "http://www.w3.org/2001/04/xmlenc#sha512", crypto.SHA512
		}},
		{name: "ECDSA", signer: with(k.curve), expect: trust(k.curve)},
		{name: "ECDSA as other providers write it", signer: func(s *signer) { *s = k.curve; s.rawECDSA = true }, expect: trust(k.curve), otherForm: true},
		{name: "1024 bits", signer: with(k.weak), expect: trust(k.weak), failed: "S16:weak_key"},
		{name: "encrypted", encrypts: true, after: func(c *crafted) { c.encrypt(&k.own.PublicKey) }, expect: own},
		{name: "encrypted, then signed", encrypts: true, after: func(c *crafted) { c.encrypt(&k.own.PublicKey).sign(c.root(), k.trusted) }, expect: own},
		{name: "encrypted, only the response signed", signer: func(s *signer) { s.key = nil }, after: func(c *crafted) { c.encrypt(&k.own.PublicKey).sign(c.root(), k.trusted) }, expect: func(e *response.Expected) {
			own(e)
			e.WantAssertionsSigned = false
		}},
		{name: "encrypted for nobody", after: func(c *crafted) { c.encrypt(&k.own.PublicKey) }, failed: "S10:no_key"},
		{name: "encrypted for another", after: func(c *crafted) { c.encrypt(&k.other.PublicKey) }, expect: own, failed: "S10:other_key"},
		{name: "encrypted by an unknown algorithm", after: func(c *crafted) {
			c.encrypt(&k.own.PublicKey).set("EncryptedAssertion/EncryptedData/EncryptionMethod", "Algorithm", "urn:rot13")
		}, expect: own, failed: "S10:algorithm"},
		{name: "encrypted, something else", after: func(c *crafted) {
			c.replace("Assertion", sealText([]byte("<x/>"), &k.own.PublicKey, "EncryptedAssertion"))
		}, expect: own, failed: "S10:encrypted_content"},
		{name: "encrypted, unsigned", signer: func(s *signer) { s.key = nil }, after: func(c *crafted) { c.encrypt(&k.own.PublicKey) }, expect: own, failed: "S11:nothing_signed"},
	}
}

func own(e *response.Expected) {
	e.Keys = append(e.Keys, keys().other, keys().own)
	e.Keys = e.Keys[1:]
}

func subjects() []provocation {
	k := keys()
	return []provocation{
		{name: "two issuers", edit: func(c *crafted) { c.add("Assertion", "<saml:Issuer>"+idpEntity+"</saml:Issuer>") }, failed: "S17:issuer_form"},
		{name: "a NameID in clear and one encrypted", edit: func(c *crafted) {
			c.at("Assertion/Subject").AddChild(seal(c.at(nameID), &k.own.PublicKey, "EncryptedID"))
		}, expect: own, failed: "S18:name_id_missing"},
		{name: "issuer of the assertion", edit: func(c *crafted) { c.text("Assertion/Issuer", "https://other") }, failed: "S17:issuer", code: signin.CodeIssuerMismatch},
		{name: "assertion of the future", edit: func(c *crafted) { c.set("Assertion", "IssueInstant", "2026-11-22T11:00:00Z") }, failed: "S17:issued_in_future"},
		{name: "version of the assertion", edit: func(c *crafted) { c.set("Assertion", "Version", "2.1") }, failed: "S17:version"},
		{name: "no subject", edit: func(c *crafted) { c.drop("Assertion/Subject") }, failed: "S18:name_id_missing S21:no_bearer"},
		{name: "no NameID", edit: func(c *crafted) { c.drop(nameID) }, failed: "S18:name_id_missing"},
		{name: "empty NameID", edit: func(c *crafted) { c.text(nameID, " ") }, failed: "S18:name_id_empty"},
		{name: "two NameIDs", edit: func(c *crafted) { c.add("Assertion/Subject", "<saml:NameID>eve</saml:NameID>") }, failed: "S18:name_id_missing"},
		{name: "endless NameID", edit: func(c *crafted) { c.text(nameID, strings.Repeat("x", 1025)) }, failed: "S18:name_id_long"},
		{name: "foreign NameID only", edit: func(c *crafted) {
			c.drop(nameID).add("Assertion/Subject", `<x:NameID xmlns:x="urn:evil">admin@example.com</x:NameID>`)
		}, failed: "S18:name_id_missing"},
		{name: "elements in the NameID", edit: func(c *crafted) { c.add(nameID, "<saml:NameID>eve</saml:NameID>") }, failed: "S18:name_id_form"},
		{name: "comment in the NameID", after: func(c *crafted) { c.text(nameID, "ada@").add(nameID, "<!-- x -->example.com") }, warned: "S18:name_id_comment"},
		{name: "encrypted NameID", edit: func(c *crafted) { c.replace(nameID, seal(c.at(nameID), &k.own.PublicKey, "EncryptedID")) }, expect: own},
		{name: "encrypted NameID for another", edit: func(c *crafted) { c.replace(nameID, seal(c.at(nameID), &k.other.PublicKey, "EncryptedID")) }, expect: own, failed: "S18:name_id_encrypted"},
		{name: "other format", expect: func(e *response.Expected) { e.NameIDFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" }, warned: "S19:name_id_format"},
		{name: "transient", edit: func(c *crafted) {
			c.set(nameID, "Format", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient").text(nameID, "_x7")
		}, warned: "S19:name_id_transient"},
		{name: "no address", edit: func(c *crafted) { c.text(nameID, "ada") }, warned: "S19:name_id_no_address"},
		{name: "qualified", edit: func(c *crafted) { c.set(nameID, "SPNameQualifier", spEntity) }},
		{name: "qualified for another", edit: func(c *crafted) { c.set(nameID, "SPNameQualifier", spEntity+"/") }, failed: "S20:sp_name_qualifier", code: signin.CodeAudienceMismatch},
		{name: "no confirmation", edit: func(c *crafted) { c.drop("Assertion/Subject/SubjectConfirmation") }, failed: "S21:no_bearer"},
		{name: "no confirmation data", edit: func(c *crafted) { c.drop(confirmationData) }, failed: "S21:no_bearer"},
		{name: "holder of key", edit: func(c *crafted) {
			c.set("Assertion/Subject/SubjectConfirmation", "Method", "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key")
		}, failed: "S21:no_bearer"},
		{name: "other recipient", edit: func(c *crafted) { c.set(confirmationData, "Recipient", acs+"/") }, failed: "S21:recipient", code: signin.CodeRedirectURIMismatch},
		{name: "no recipient", edit: func(c *crafted) { c.set(confirmationData, "Recipient", "") }, failed: "S21:recipient"},
		{name: "a second confirmation for others", edit: func(c *crafted) {
			c.add("Assertion/Subject", `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData Recipient="https://other" NotOnOrAfter="2026-11-22T10:05:00Z"/></saml:SubjectConfirmation>`)
		}},
		{name: "the second confirmation holds", edit: func(c *crafted) {
			c.set(confirmationData, "NotOnOrAfter", "2020-01-01T00:00:00Z")
			c.add("Assertion/Subject", `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="`+requestID+`" Recipient="`+acs+`" NotOnOrAfter="2026-11-22T10:05:00Z"/></saml:SubjectConfirmation>`)
		}},
		{name: "confirmation over", edit: func(c *crafted) { c.set(confirmationData, "NotOnOrAfter", "2026-11-22T09:57:00Z") }, failed: "S22:expired", code: signin.CodeAssertionExpired},
		{name: "confirmation within the tolerance", edit: func(c *crafted) { c.set(confirmationData, "NotOnOrAfter", "2026-11-22T09:57:01Z") }},
		{name: "confirmation without end", edit: func(c *crafted) { c.set(confirmationData, "NotOnOrAfter", "") }, failed: "S22:no_limit"},
		{name: "confirmation from a time on", edit: func(c *crafted) { c.set(confirmationData, "NotBefore", "2026-11-22T09:00:00Z") }, failed: "S22:not_before"},
		{name: "confirmation of another request", edit: func(c *crafted) { c.set(confirmationData, "InResponseTo", "_x") }, failed: "S22:confirmation_answers_another", code: signin.CodeStateMismatch},
		{name: "confirmation of no request", edit: func(c *crafted) { c.set(confirmationData, "InResponseTo", "") }, failed: "S22:confirmation_answers_nothing"},
	}
}

func periods() []provocation {
	return []provocation{
		{name: "no conditions", edit: func(c *crafted) { c.drop(conditions) }, failed: "S23:no_conditions S24:audience_missing", code: signin.CodeResponseInvalid},
		{name: "over", edit: func(c *crafted) {
			c.set(conditions, "NotOnOrAfter", "2026-11-22T09:57:00Z").set(conditions, "NotBefore", "")
		}, failed: "S23:expired", code: signin.CodeAssertionExpired},
		{name: "not yet", edit: func(c *crafted) { c.set(conditions, "NotBefore", "2026-11-22T10:03:01Z") }, failed: "S23:not_yet_valid", code: signin.CodeAssertionExpired},
		{name: "almost", edit: func(c *crafted) { c.set(conditions, "NotBefore", "2026-11-22T10:03:00Z") }},
		{name: "never", edit: func(c *crafted) { c.set(conditions, "NotBefore", "2026-11-22T10:05:00Z") }, failed: "S23:empty_period"},
		{name: "no zone", edit: func(c *crafted) { c.set(conditions, "NotBefore", "2026-11-22T09:59:00.123") }},
		{name: "no date", edit: func(c *crafted) { c.set(conditions, "NotBefore", "soon") }, failed: "S23:time"},
		{name: "no audience", edit: func(c *crafted) { c.drop(restriction) }, failed: "S24:audience_missing", code: signin.CodeAudienceMismatch},
		{name: "other audience", edit: func(c *crafted) { c.text(restriction+"/Audience", spEntity+"/") }, failed: "S24:audience", code: signin.CodeAudienceMismatch},
		{name: "one of two audiences", edit: func(c *crafted) { c.add(restriction, "<saml:Audience>urn:other</saml:Audience>") }},
		{name: "two restrictions", edit: func(c *crafted) {
			c.add(conditions, "<saml:AudienceRestriction><saml:Audience>urn:other</saml:Audience></saml:AudienceRestriction>")
		}, failed: "S24:audience"},
		{name: "one time", edit: func(c *crafted) { c.add(conditions, "<saml:OneTimeUse/>") }},
		{name: "other condition", edit: func(c *crafted) { c.add(conditions, `<x:Weather xmlns:x="urn:x"/>`) }, failed: "S25:unknown_condition"},
		{name: "replayed", expect: func(e *response.Expected) { e.Seen = func(string, time.Time) bool { return true } }, failed: "S26:replayed", code: signin.CodeReplayed},
		{name: "no statement", edit: func(c *crafted) { c.drop(authn) }, failed: "S27:no_authn_statement"},
		{name: "session over", edit: func(c *crafted) { c.set(authn, "SessionNotOnOrAfter", "2026-11-22T09:00:00Z") }, failed: "S27:expired"},
		{name: "session later", edit: func(c *crafted) { c.set(authn, "AuthnInstant", "2026-11-22T10:10:00Z") }, warned: "S27:authn_in_future"},
		{name: "no time of sign-in", edit: func(c *crafted) { c.set(authn, "AuthnInstant", "") }, failed: "S27:time"},
		{name: "context as asked", expect: func(e *response.Expected) {
			e.RequestedContext = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
		}},
		{name: "other context", expect: func(e *response.Expected) { e.RequestedContext = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509" }, failed: "S28:authn_context"},
		{name: "metadata over", expect: func(e *response.Expected) { e.MetadataValid = new(now().AddDate(0, 0, -2)) }, warned: "S34:valid_until", code: signin.CodeMetadataInvalid},
		{name: "metadata fresh", expect: func(e *response.Expected) { e.Fresh = func() proof.Outcome { return proof.Pass("fresh") } }},
	}
}

func persons() []provocation {
	attribute := func(name string, values ...string) string {
		text := `<saml:Attribute Name="` + name + `">`
		for _, value := range values {
			text += "<saml:AttributeValue>" + value + "</saml:AttributeValue>"
		}
		return text + "</saml:Attribute>"
	}
	only := func(text string) func(*crafted) {
		return func(c *crafted) {
			c.text(nameID, "u1").set(nameID, "Format", "").drop(attributes)
			if text != "" {
				c.add("Assertion", "<saml:AttributeStatement>"+text+"</saml:AttributeStatement>")
			}
		}
	}
	email := func(name string) func(*response.Expected) {
		return func(e *response.Expected) { e.EmailAttribute = name }
	}
	return []provocation{
		{name: "no e-mail", edit: only(attribute("cn", "Ada")), failed: "S29:email_missing", code: signin.CodeEmailMissing},
		{name: "no attribute", edit: only(""), failed: "S29:email_missing"},
		{name: "no address in it", edit: only(attribute("mail", "Ada")), failed: "S29:not_an_address", code: signin.CodeEmailMissing},
		{name: "configured attribute missing", expect: email("eMail"), failed: "S29:email_missing"},
		{name: "friendly name", edit: only(`<saml:Attribute Name="urn:x" FriendlyName="eMail"><saml:AttributeValue>a@b.example</saml:AttributeValue></saml:Attribute>`), expect: email("eMail")},
		{name: "NameID", edit: func(c *crafted) { c.drop(attributes) }},
		{name: "NameID by name", expect: email("NameID")},
		{name: "sign-in name", edit: only(attribute("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "a@b.example")), warned: "S29:email_from_name"},
		{name: "two addresses", edit: func(c *crafted) {
			c.add(attributes+"/Attribute", "<saml:AttributeValue>eve@example.com</saml:AttributeValue>")
		}, warned: "S29:several_emails"},
		{name: "foreign statement", edit: func(c *crafted) {
			c.drop(attributes).text(nameID, "u1").set(nameID, "Format", "")
			c.add("Assertion", `<x:AttributeStatement xmlns:x="urn:evil">`+attribute("mail", "eve@example.com")+`</x:AttributeStatement>`)
		}, failed: "S29:email_missing"},
		{name: "attribute twice", edit: func(c *crafted) { c.add(attributes, attribute("mail", "eve@example.com")) }, warned: "S29:several_emails S30:duplicate_attribute"},
		{name: "empty attribute", edit: func(c *crafted) { c.add(attributes, attribute("cn")) }, warned: "S30:empty_attribute"},
		{name: "encrypted attribute", edit: func(c *crafted) { c.add(attributes, "<saml:EncryptedAttribute/>") }, warned: "S30:encrypted_attribute"},
		{name: "domain", expect: func(e *response.Expected) { e.Rules = admission.Rules{AllowedDomains: []string{"*.example.com"}} }, failed: "S31:domain", code: signin.CodeDomainNotAllowed},
		{name: "domain allowed", expect: func(e *response.Expected) { e.Rules = admission.Rules{AllowedDomains: []string{"EXAMPLE.com."}} }},
		{name: "overage", edit: func(c *crafted) {
			c.add(attributes, attribute("http://schemas.microsoft.com/claims/groups.link", "https://graph"))
		}, warned: "S32:groups_overage"},
		{name: "configured groups missing", expect: func(e *response.Expected) { e.GroupsAttribute = "teams" }, warned: "S32:groups_missing"},
	}
}
