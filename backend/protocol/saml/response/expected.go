package response

import (
	"crypto/rsa"
	"crypto/x509"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/signin"
)

// DefaultSkew is how far two clocks may be apart.
const DefaultSkew = 3 * time.Minute

// Expected is what a response is held against.
type Expected struct {
	ACS                     string // where the response was to be sent
	SPEntityID, IDPEntityID string
	Certificates            []*x509.Certificate // that the provider signs with
	Keys                    []*rsa.PrivateKey   // that it may encrypt for
	RequestID, RelayState   string              // as they were sent
	NameIDFormat            string              // that was asked for; "" is any
	WantAssertionsSigned    bool
	WantResponseSigned      bool
	AllowUnsolicited        bool   // a response that nobody asked for is taken
	RequestedContext        string // authentication context class; "" is any
	EmailAttribute          string // "" tries the usual ones
	GroupsAttribute         string // "" tries the usual ones
	Rules                   admission.Rules
	Known                   func(email string) bool               // nil knows nobody
	Seen                    func(id string, until time.Time) bool // nil has seen nothing
	Skew                    time.Duration                         // 0 is [DefaultSkew]
	Now                     func() time.Time                      // nil is time.Now
	Settings                signin.Settings
	At                      signin.Location
	MetadataValid           *time.Time // until when the provider's metadata says that it holds
	// Fresh makes the check of the metadata (S34); nil looks at MetadataValid only.
	Fresh func() proof.Outcome
}

func (e Expected) withDefaults() Expected {
	if e.Skew == 0 {
		e.Skew = DefaultSkew
	}
	if e.Now == nil {
		e.Now = time.Now
	}
	return e
}
