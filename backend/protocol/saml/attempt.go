package saml

import (
	"context"
	"crypto/rsa"
	"crypto/subtle"
	"crypto/x509"
	"fmt"
	"net/url"
	"time"

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

// End implements [signin.Attempt].
func (a *attempt) End(because signin.Ending) proof.Report {
	delivery := proof.Outcome{Expected: "a SAMLResponse", Received: "nothing", Where: a.at.URL, Detail: because.Detail}
	delivery.Failures = []proof.Finding{a.ended(because)}
	a.unmade(delivery, "no response came")
	return a.report("", "")
}

// stopped is the report of a sign-in that could not begin.
func (a *attempt) stopped(why string) *proof.Report {
	a.unmade(proof.Outcome{Skip: why}, why)
	report := a.report("", "")
	return &report
}

// unmade records the checks of a response that did not come: the first one with
// an outcome, the others with the reason. Their names are those that checking
// nothing brings up.
func (a *attempt) unmade(first proof.Outcome, why string) {
	names := proof.NewRecorder(proof.Report{}, a.redactor, nil)
	response.Validate(names, response.Expected{Certificates: []*x509.Certificate{}, Now: time.Now}, signin.Answer{})
	for i, step := range names.Report().Steps {
		outcome := proof.Outcome{Skip: why}
		if i == 0 {
			outcome = first
		}
		a.recorder.Check(step.Name, step.Title, func() proof.Outcome { return outcome })
	}
}

func (a *attempt) ended(because signin.Ending) proof.Finding {
	switch because.Reason {
	case signin.Cancelled:
		return proof.Finding{
			Code: signin.CodeCancelled, Cause: "The sign-in was cancelled.", Remedy: "Start it again when you are ready.",
		}
	case signin.NoPort:
		return proof.Finding{
			Code: signin.CodeCheckFailed, Reason: "port",
			Cause:  "The address for the response cannot be listened on: the port is in use, or this machine has no such address.",
			Remedy: "Choose another port, or 0 for a free one, and register the address with it.",
			Fields: []string{"loopbackPort", "loopbackHost"},
		}
	default:
		return a.nobodyCame(because)
	}
}

// nobodyCame explains a wait that ended. It is all one sees of what a provider
// shows in the browser only.
func (a *attempt) nobodyCame(because signin.Ending) proof.Finding {
	f := proof.Finding{
		Code:  signin.CodeTimeout,
		Cause: fmt.Sprintf("No response came from the provider within %s.", because.Waited.Round(time.Second)),
		Remedy: "Look at what the browser shows. Where the provider does not know " + a.settings.SPEntityID + " or " + a.at.URL +
			" it says so there, or posts its response to the address that it does know: give it this service provider's metadata for the test.",
		Fields: []string{"spEntityId", "callbackUrl"},
	}
	if because.Strays > 0 {
		f.Reason = "strays"
		f.Cause += fmt.Sprintf(" %d responses came that do not belong to this attempt; the last one did not fit by its %s.", because.Strays, because.LastStray)
		f.Remedy = "Start again, and use the browser tab that opens then: responses in old tabs belong to their own attempts. " + f.Remedy
	}
	return f
}
