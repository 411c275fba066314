package saml

import (
	"context"
	"crypto/rsa"
	"crypto/subtle"
	"fmt"
	"net/url"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/saml/request"
	"patchbay/backend/protocol/saml/response"
	"patchbay/backend/protocol/signin"
)

const showsSignedIn = "A person has signed in at the provider, and the response stands up to every check."

// attempt is one sign-in. What [attempt.Accepts] reads does not change once the
// attempt has begun.
type attempt struct {
	*session
	at         signin.Location
	authn      request.AuthnRequest
	relayState string
	opening    signin.Opening
}

// Opening implements [signin.Attempt].
func (a *attempt) Opening() signin.Opening { return a.opening }

// Accepts implements [signin.Attempt]. An answer belongs here by its RelayState,
// or, where the provider lost or changed that, by the request that it names. The
// check S35 then says so.
func (a *attempt) Accepts(values url.Values) bool {
	if subtle.ConstantTimeCompare([]byte(values.Get("RelayState")), []byte(a.relayState)) == 1 {
		return true
	}
	answers, ok := inResponseTo(values.Get("SAMLResponse"))
	if ok && answers == "" {
		return a.settings.AllowUnsolicited
	}
	return ok && answers == a.authn.ID
}

// Finish implements [signin.Attempt].
func (a *attempt) Finish(ctx context.Context, answer signin.Answer) proof.Report {
	where := answer.Location
	if answer.ByHand {
		where = "this machine, by hand"
	}
	a.recorder.Server(fmt.Sprintf("SAMLResponse of %d bytes at %s", len(answer.Values.Get("SAMLResponse")), where))
	response.Validate(a.recorder, a.expected(ctx), answer)
	return a.report(showsSignedIn, a.leaves())
}

// expected is what the response is held against.
func (a *attempt) expected(ctx context.Context) response.Expected {
	e := response.Expected{
		ACS: a.at.URL, SPEntityID: a.settings.SPEntityID, IDPEntityID: a.provider.entityID,
		Certificates: a.provider.certificates, Keys: a.keys(),
		RequestID: a.authn.ID, RelayState: a.relayState, NameIDFormat: a.settings.NameIDFormat,
		WantAssertionsSigned: *a.settings.WantAssertionsSigned, WantResponseSigned: a.settings.WantResponseSigned,
		AllowUnsolicited: a.settings.AllowUnsolicited,
		EmailAttribute:   a.settings.EmailAttribute, GroupsAttribute: a.settings.GroupsAttribute,
		Rules: admission.Rules{AllowedDomains: a.settings.AllowedDomains, SelfServiceSignUp: a.settings.SelfServiceSignUp},
		Known: a.Known, Seen: a.Seen, Now: a.Now, Settings: a.settings, At: a.at,
		Fresh: func() proof.Outcome { return a.fresh(ctx) },
	}
	if a.provider.entity != nil && !a.provider.entity.ValidUntil.IsZero() {
		e.MetadataValid = &a.provider.entity.ValidUntil
	}
	return e
}

func (a *attempt) keys() []*rsa.PrivateKey {
	var keys []*rsa.PrivateKey
	for _, pair := range a.pairs {
		keys = append(keys, pair.Key)
	}
	return keys
}

// leaves says what a sign-in leaves open: the callback URL of the target is
// proved only where the answer came by way of it.
func (a *attempt) leaves() string {
	if a.settings.CallbackURL == "" || a.settings.CallbackURL == a.at.URL {
		return "Whether the target system itself takes the sign-in was not tested."
	}
	return "The response came to " + a.at.URL + ": whether the provider knows that of the target, " + a.settings.CallbackURL + ", was not tested."
}
