package idpd

import (
	"time"

	"github.com/beevik/etree"
)

// Namespaces of SAML (Core §1.2).
const (
	nsProtocol  = "urn:oasis:names:tc:SAML:2.0:protocol"
	nsAssertion = "urn:oasis:names:tc:SAML:2.0:assertion"
)

// stamp writes a time as SAML does (Core §1.3.3).
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// add makes a child with text, which may be empty, and attributes in pairs of
// name and value; without a value they are left out.
func add(parent *etree.Element, tag, text string, attributes ...string) *etree.Element {
	child := parent.CreateElement(tag)
	put(child, attributes...)
	if text != "" {
		child.SetText(text)
	}
	return child
}

func put(element *etree.Element, attributes ...string) {
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			element.CreateAttr(attributes[i], attributes[i+1])
		}
	}
}

// element writes a response without its assertions (SAML Core §3.3.3).
func (r response) element() *etree.Element {
	e := etree.NewElement("samlp:Response")
	put(
		e, "xmlns:samlp", nsProtocol, "xmlns:saml", nsAssertion, "ID", r.id, "Version", "2.0",
		"IssueInstant", stamp(r.instant), "Destination", r.destination, "InResponseTo", r.inResponseTo,
	)
	add(e, "saml:Issuer", r.issuer)
	status := e.CreateElement("samlp:Status")
	at := status
	for _, code := range r.codes {
		at = add(at, "samlp:StatusCode", "", "Value", code)
	}
	if r.message != "" {
		add(status, "samlp:StatusMessage", r.message)
	}
	return e
}

// element writes an assertion (SAML Core §2.3.3) that can be signed on its own:
// it declares every namespace that it uses.
func (a assertionData) element() *etree.Element {
	e := etree.NewElement("saml:Assertion")
	put(
		e, "xmlns:saml", nsAssertion, "xmlns:xs", "http://www.w3.org/2001/XMLSchema",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"ID", a.id, "Version", "2.0", "IssueInstant", stamp(a.instant),
	)
	add(e, "saml:Issuer", a.issuer)
	a.subject(e)
	conditions := add(e, "saml:Conditions", "", "NotBefore", stamp(a.notBefore), "NotOnOrAfter", stamp(a.notOnOrAfter))
	add(conditions.CreateElement("saml:AudienceRestriction"), "saml:Audience", a.audience)
	authn := add(
		e, "saml:AuthnStatement", "", "AuthnInstant", stamp(a.authenticated),
		"SessionNotOnOrAfter", stamp(a.sessionUntil), "SessionIndex", a.session,
	)
	add(
		authn.CreateElement("saml:AuthnContext"), "saml:AuthnContextClassRef",
		"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
	)
	a.statement(e)
	return e
}

func (a assertionData) subject(e *etree.Element) {
	subject := e.CreateElement("saml:Subject")
	if a.nameID != "" {
		add(subject, "saml:NameID", a.nameID, "Format", a.nameIDFormat)
	}
	confirmation := add(subject, "saml:SubjectConfirmation", "", "Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer")
	add(
		confirmation, "saml:SubjectConfirmationData", "", "NotOnOrAfter", stamp(a.confirmedUntil),
		"Recipient", a.recipient, "InResponseTo", a.inResponseTo,
	)
}

func (a assertionData) statement(e *etree.Element) {
	statement := e.CreateElement("saml:AttributeStatement")
	for _, one := range a.attributes {
		element := add(
			statement, "saml:Attribute", "", "Name", one.name,
			"NameFormat", "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified",
		)
		for _, value := range one.values {
			add(element, "saml:AttributeValue", value, "xsi:type", "xs:string")
		}
	}
}
