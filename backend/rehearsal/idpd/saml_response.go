package idpd

import (
	"crypto/rand"
	"slices"
	"time"
)

// response is a SAML response before it is written, so that a fault can change
// any part of it before it is signed.
type response struct {
	id, inResponseTo string
	issuer           string
	destination      string
	instant          time.Time
	codes            []string // of the status, the outermost first
	message          string
	relayState       string
	acs              string // where the browser posts it
	audience         string // the service provider that asked
	assertions       []assertionData
}

// assertionData is what an assertion says.
type assertionData struct {
	id, issuer           string
	instant              time.Time
	nameID, nameIDFormat string
	recipient            string
	inResponseTo         string
	confirmedUntil       time.Time
	notBefore            time.Time
	notOnOrAfter         time.Time
	audience             string
	session              string
	authenticated        time.Time
	sessionUntil         time.Time
	attributes           []attribute
}

type attribute struct {
	name   string
	values []string
}

func (a *assertionData) add(name string, values ...string) {
	a.attributes = append(a.attributes, attribute{name, values})
}

// drop makes a new list: assertions of one response share theirs.
func (a *assertionData) drop(name string) {
	a.attributes = slices.DeleteFunc(slices.Clone(a.attributes), func(one attribute) bool { return one.name == name })
}

// Names of SAML (Core §8.3, §3.2.2.2) and of the attributes.
const (
	nameIDPersistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
	nameIDTransient  = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
	nameIDEmail      = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"

	statusSuccess       = "urn:oasis:names:tc:SAML:2.0:status:Success"
	statusResponder     = "urn:oasis:names:tc:SAML:2.0:status:Responder"
	statusRequestDenied = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied"

	attributeEmail      = "email"
	attributeName       = "displayName"
	attributeGroups     = "groups"
	attributeGroupsLink = "http://schemas.microsoft.com/claims/groups.link"
)

// assertionValidity is how long an assertion may be on its way; clockReserve is
// what providers allow for clocks that are behind.
const (
	assertionValidity = 5 * time.Minute
	clockReserve      = 30 * time.Second
	sessionValidity   = 8 * time.Hour
)

// newID is an xs:ID: it must not begin with a digit.
func newID() string { return "_" + rand.Text() }

func (s *Server) response(request authnRequest, person Person) response {
	r := s.emptyResponse(request)
	r.codes = []string{statusSuccess}
	a := assertionData{
		id: newID(), issuer: r.issuer, instant: r.instant,
		recipient: r.acs, inResponseTo: request.ID, confirmedUntil: r.instant.Add(assertionValidity),
		notBefore: r.instant.Add(-clockReserve), notOnOrAfter: r.instant.Add(assertionValidity),
		audience: r.audience, session: newID(), authenticated: r.instant, sessionUntil: r.instant.Add(sessionValidity),
	}
	a.nameID, a.nameIDFormat = nameOf(person, request.NameIDPolicy.Format)
	if person.Email != "" {
		a.add(attributeEmail, person.Email)
	}
	a.add(attributeName, person.Name)
	a.add(attributeGroups, person.Groups...)
	r.assertions = []assertionData{a}
	return r
}

// refusedResponse is the answer of a provider that says no.
func (s *Server) refusedResponse(request authnRequest) response {
	r := s.emptyResponse(request)
	r.codes = []string{statusResponder, statusRequestDenied}
	r.message = "The sign-in was refused"
	return r
}

func (s *Server) emptyResponse(request authnRequest) response {
	return response{
		id: newID(), inResponseTo: request.ID, issuer: s.SAMLMetadataURL(), destination: request.ACS,
		instant: s.options.Now().UTC(), acs: request.ACS, audience: request.Issuer,
	}
}

// nameOf is the NameID in the format that was asked for, else a persistent one.
func nameOf(person Person, format string) (name, of string) {
	switch {
	case format == nameIDTransient:
		return newID(), nameIDTransient
	case format == nameIDEmail && person.Email != "":
		return person.Email, nameIDEmail
	}
	return person.Subject, nameIDPersistent
}
