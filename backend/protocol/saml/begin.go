package saml

import (
	"context"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/request"
	"patchbay/backend/protocol/signin"
)

// Begin makes the request of one sign-in. Exactly one of its results is there:
// the report says why nothing could begin.
func Begin(ctx context.Context, r signin.Request, at signin.Location) (signin.Attempt, *proof.Report) {
	a := &attempt{session: open(r, signin.LevelSignIn), at: at}
	if fetched := a.settings.MetadataURL != "" && strings.TrimSpace(a.settings.MetadataXML) == ""; fetched && !a.recorder.Failed() {
		a.arrive(ctx, a.metadataEndpoint())
	}
	if a.recorder.Failed() {
		return nil, a.stopped("the provider was not reached")
	}
	found := a.study(ctx)
	for _, check := range []check{
		{"metadata", "Metadata of the provider", func() proof.Outcome { return a.metadataRead(found.doc, found.unread) }},
		{"entity", "Entity of the provider", func() proof.Outcome { return a.entityFound(found) }},
		{"endpoint", "Single sign-on address", func() proof.Outcome { return a.endpointKnown(found) }},
		{"sp_key", "Keys of the service provider", a.ownKeys},
		{"request", "Request", a.prepare},
	} {
		a.recorder.Check(check.id, check.title, check.try)
	}
	if a.recorder.Failed() {
		return nil, a.stopped("no request could be made")
	}
	return a, nil
}

// prepare makes the request and its RelayState.
func (a *attempt) prepare() proof.Outcome {
	if a.recorder.Failed() {
		return proof.Outcome{Skip: "the provider is not known well enough"}
	}
	a.relayState = request.NewRelayState()
	a.authn = a.session.request(a.at.URL)
	opening, err := a.opened(a.authn, a.relayState, a.provider.binding)
	if err != nil {
		return proof.Fail(unsendable(err))
	}
	a.opening = opening
	detail := "by " + words(a.provider.binding) + ", not signed"
	if a.settings.SignRequests {
		detail = "by " + words(a.provider.binding) + ", signed with RSA-SHA256"
	}
	a.recorder.Client("AuthnRequest " + a.authn.ID + " for " + a.authn.ACS + ", " + detail)
	// That the provider wants another kind does not stop it here: some take what
	// they say they do not.
	o, wanted := proof.Pass(detail), a.requestsSigned()
	o.Warnings = append(wanted.Failures, wanted.Warnings...)
	return o
}

// request is what the settings ask for.
func (s *session) request(acs string) request.AuthnRequest {
	return request.AuthnRequest{
		ID: request.NewID(), IssueInstant: s.Now(), Destination: s.provider.signOn.URL, Issuer: s.settings.SPEntityID,
		ACS: acs, NameIDFormat: s.settings.NameIDFormat, ForceAuthn: s.settings.ForceAuthn,
	}
}

// opened brings a request into the form that the browser carries. It is signed
// where the settings say so.
func (s *session) opened(authn request.AuthnRequest, relayState string, binding signin.Binding) (signin.Opening, error) {
	var signer Pair
	if s.settings.SignRequests && len(s.pairs) > 0 {
		signer = s.pairs[0]
	}
	if binding == signin.Post {
		form, err := authn.Post(relayState, signer.Key, signer.Certificate)
		return signin.Opening{URL: authn.Destination, Form: form}, err
	}
	location, err := authn.Redirect(relayState, signer.Key)
	return signin.Opening{URL: location}, err
}

func unsendable(err error) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "request",
		Cause:  "The request cannot be written: " + err.Error() + ".",
		Remedy: "Correct the entity ID and the addresses.",
		Fields: []string{"spEntityId", "ssoUrl", "nameIdFormat"},
	}
}
