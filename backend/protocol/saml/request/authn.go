package request

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"time"

	"github.com/beevik/etree"

	"patchbay/backend/protocol/saml/xmltree"
)

// Namespaces of the protocol and of assertions.
const (
	namespaceProtocol  = "urn:oasis:names:tc:SAML:2.0:protocol"
	namespaceAssertion = "urn:oasis:names:tc:SAML:2.0:assertion"
)

// Errors of what is to be sent.
var (
	// ErrCharacter is a value with a character that XML cannot hold.
	ErrCharacter = errors.New("a value of the request holds a character that XML does not allow")
	// ErrRelayState is one of more than 80 bytes (SAML Bindings §3.4.3).
	ErrRelayState = errors.New("the RelayState has more than 80 bytes")
	// ErrDestination is an endpoint that is no absolute URL of the web.
	ErrDestination = errors.New("the single sign-on URL is not an http or https URL")
)

// AuthnRequest asks the provider to sign somebody in and to post the answer.
type AuthnRequest struct {
	ID           string // see [NewID]
	IssueInstant time.Time
	Destination  string // the provider's endpoint
	Issuer       string // entity ID of the service provider
	ACS          string // where the answer is to be posted to
	// NameIDFormat asks for one; "" leaves the choice to the provider, with no
	// NameIDPolicy at all: an empty one asks some of them for another name at
	// every sign-in.
	NameIDFormat string
	// ForceAuthn asks that the person sign in anew.
	ForceAuthn bool
}

// NewID makes the ID of a request: random, and no digit first (XML Schema's ID
// allows none, and providers that look refuse it).
func NewID() string { return "_" + random() }

// NewRelayState makes a value that comes back with the answer.
func NewRelayState() string { return random() }

func random() string {
	const size = 20 // bytes; SAML Core §1.3.4 asks for 128 bits at least
	b := make([]byte, size)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// element is the request, in the order of the schema.
func (a AuthnRequest) element() (*etree.Element, error) {
	for _, text := range []string{a.ID, a.Destination, a.Issuer, a.ACS, a.NameIDFormat} {
		if !xmltree.IsText(text) {
			return nil, ErrCharacter
		}
	}
	root := etree.NewElement("samlp:AuthnRequest")
	root.CreateAttr("xmlns:samlp", namespaceProtocol)
	root.CreateAttr("xmlns:saml", namespaceAssertion)
	root.CreateAttr("ID", a.ID)
	root.CreateAttr("Version", "2.0")
	root.CreateAttr("IssueInstant", a.IssueInstant.UTC().Format("2006-01-02T15:04:05Z"))
	root.CreateAttr("Destination", a.Destination)
	if a.ForceAuthn {
		root.CreateAttr("ForceAuthn", "true")
	}
	root.CreateAttr("ProtocolBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")
	root.CreateAttr("AssertionConsumerServiceURL", a.ACS)
	root.CreateElement("saml:Issuer").SetText(a.Issuer)
	if a.NameIDFormat != "" {
		policy := root.CreateElement("samlp:NameIDPolicy")
		policy.CreateAttr("Format", a.NameIDFormat)
		policy.CreateAttr("AllowCreate", "true")
	}
	return root, nil
}

// XML writes the request without a signature.
func (a AuthnRequest) XML() ([]byte, error) {
	root, err := a.element()
	if err != nil {
		return nil, err
	}
	return write(root)
}

func write(root *etree.Element) ([]byte, error) {
	doc := etree.NewDocument()
	doc.SetRoot(root)
	return doc.WriteToBytes()
}
