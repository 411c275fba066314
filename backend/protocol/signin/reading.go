package signin

import (
	"crypto/x509"
	"encoding/json"
	"time"

	"patchbay/backend/proof"
)

// Reading is what SAML metadata or a discovery document says.
type Reading struct {
	Entities []Entity
	// Patch is a partial document with what it fills in; nil for metadata with
	// several entities, each of which has its own.
	Patch json.RawMessage
	// Report holds the steps of fetching it.
	Report proof.Report
}

// Entity is one identity provider of SAML metadata.
type Entity struct {
	EntityID   string
	Name       string // of the organisation, "" when it has none
	SSOURL     string
	SSOBinding Binding
	NameIDs    []string // formats that are offered
	// WantsSigned is WantAuthnRequestsSigned (SAML Metadata §2.4.3).
	WantsSigned  bool
	ValidUntil   time.Time // zero without an end
	Certificates []*x509.Certificate
	// Patch is a partial document that takes the entity over.
	Patch json.RawMessage
}
