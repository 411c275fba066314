package outgoing

import (
	"context"

	"patchbay/backend/credential"
	"patchbay/backend/event"
)

// SignInRequest asks for a refresh token for a draft.
type SignInRequest struct {
	Draft  Draft
	Method SignInMethod
	Run    string // names the run in events
	// Port of the loopback address; 0 is a free one.
	Port uint16
	// Prompt is told what the person must open, beside the event
	// "signin.prompt"; nil is told nothing.
	Prompt func(event.Prompt)
}

// SignIn lets a person sign in at the provider and holds the refresh token that
// comes of it, until the vault is locked, for drafts that name its handle. Nothing
// is stored.
func (s *Servers) SignIn(ctx context.Context, deploymentID string, r SignInRequest) (SignedIn, error) {
	if _, err := s.access.MayEdit(ctx, actionSignedIn); err != nil {
		return SignedIn{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return SignedIn{}, err
	}
	bound, err := s.bound(ctx, deploymentID)
	if err != nil {
		return SignedIn{}, err
	}
	d, done := s.settle(r.Draft, lookup)
	defer done()
	return s.secrets.SignIn(ctx, credential.SignInRequest{
		ID: deploymentID, Deployment: deploymentID, Settled: d.Settled, Unresolved: d.unresolved,
		Method: r.Method, Run: r.Run, Port: r.Port, Prompt: r.Prompt,
		Entry: d.entry(actionSignedIn, deploymentID), Bound: bound,
	})
}
