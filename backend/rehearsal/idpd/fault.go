package idpd

import (
	"net/url"
	"slices"

	"patchbay/backend/rehearsal/repertoire"
)

// Fault is a failure that the server can be told to act.
type Fault = repertoire.Fault

// behaviour is what a chosen fault changes. Its zero value is a provider without
// faults.
type behaviour struct {
	name, label string // of the fault

	// OpenID Connect and OAuth 2.0.
	noDiscovery bool                    // answers "not found"
	poorKey     bool                    // publishes a short one beside its own
	discovery   func(map[string]any)    // changes the document
	answer      func(values url.Values) // changes what the browser brings back
	tokenError  *oauthError             // refuses the code
	token       func(map[string]any)    // changes the answer to the code
	claims      func(map[string]any)    // changes the ID token before it is signed
	userInfo    func(map[string]any)
	emails      func() []any // takes the place of the list of addresses
	noRevoking  bool

	// Both families.
	denied bool      // refuses whoever is chosen
	silent bool      // shows an empty page after the choice
	page   *refusal  // in the place of the sign-in page
	signer signature // of ID tokens and assertions

	// SAML.
	metadata func(*metadata)
	response func(*response)
	// encryptsToOther encrypts assertions with a key that nobody was told of.
	encryptsToOther bool
}

// refusal is a page that the browser never comes back from (RFC 6749 §4.1.2.1).
type refusal struct {
	status int
	code   string
	text   string
}

// signature says which key signs.
type signature int

const (
	signedWell signature = iota
	notSigned
	signedByOther    // with a key that was told to nobody
	signedByExpired  // with the key of an expired certificate, which the metadata show
	signedByWeak     // with a short key, which the metadata show
	signedWithSHA1   // with a hash that is broken
	responseUnsigned // the assertion alone is signed
	assertionUnsigned
)

// behaviours lists every fault in the order in which a sign-in meets them.
func behaviours() []behaviour {
	return slices.Concat(
		discoveryBehaviours(), pageBehaviours(), answerBehaviours(), tokenBehaviours(), idTokenBehaviours(),
		userInfoBehaviours(), responseBehaviours(), assertionBehaviours(),
	)
}

func newRepertoire() *repertoire.Repertoire[behaviour] {
	return repertoire.New("rehearsal identity provider", behaviours(), func(b behaviour) Fault { return Fault{Name: b.name, Label: b.label} })
}

// set changes one member.
func set(name string, value any) func(map[string]any) {
	return func(members map[string]any) { members[name] = value }
}

// without takes members away.
func without(names ...string) func(map[string]any) {
	return func(members map[string]any) {
		for _, name := range names {
			delete(members, name)
		}
	}
}
