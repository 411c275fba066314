package metadata

import (
	"crypto/x509"
	"slices"
	"time"
)

// Bindings of SAML Bindings §3.4 and §3.5.
const (
	BindingRedirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
	BindingPost     = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
)

// Document is what metadata says.
type Document struct {
	Entities []Entity // identity providers that speak SAML 2.0, in order
	// Others counts the entities that are none, such as service providers.
	Others int
}

// Entity is one identity provider.
type Entity struct {
	ID   string // entityID
	Name string // for display, "" when it has none
	// SignOn are its endpoints with one of the two bindings, in order.
	SignOn        []Endpoint
	NameIDFormats []string
	WantsSigned   bool      // WantAuthnRequestsSigned
	ValidUntil    time.Time // the earliest that holds for it; zero without an end
	CacheDuration string    // as it is written (XML Schema duration)
	Certificates  []*x509.Certificate
	// Problems are what was passed over, in a few words each.
	Problems []string
}

// Endpoint is where a request is sent to.
type Endpoint struct {
	Binding string // [BindingRedirect] or [BindingPost]
	URL     string
}

// SignOnURL returns the endpoint with a binding, "" when there is none.
func (e Entity) SignOnURL(binding string) string {
	for _, endpoint := range e.SignOn {
		if endpoint.Binding == binding {
			return endpoint.URL
		}
	}
	return ""
}

// Offers reports whether an address is one of the endpoints.
func (e Entity) Offers(address string) bool {
	return slices.ContainsFunc(e.SignOn, func(endpoint Endpoint) bool { return endpoint.URL == address })
}

// Find returns the provider with an entity ID.
func (d Document) Find(id string) (Entity, bool) {
	for _, e := range d.Entities {
		if e.ID == id {
			return e, true
		}
	}
	return Entity{}, false
}
