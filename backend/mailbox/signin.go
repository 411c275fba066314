package mailbox

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
)

// SignInRequest asks for a refresh token for a draft.
type SignInRequest struct {
	Draft  Draft
	Method credential.SignInMethod
	Run    string // names the run in events
	// Port of the loopback address; 0 is a free one.
	Port uint16
	// Prompt is told what the person must open, beside the event
	// "signin.prompt"; nil is told nothing.
	Prompt func(event.Prompt)
}

// SignIn lets a person sign in at the provider and holds the refresh token that
// comes of it, until the vault is locked, for drafts that name its handle.
// Nothing is stored.
func (m *Mailboxes) SignIn(ctx context.Context, deploymentID string, r SignInRequest) (credential.SignedIn, error) {
	if _, err := m.access.MayEdit(ctx, actionSignedIn); err != nil {
		return credential.SignedIn{}, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return credential.SignedIn{}, err
	}
	bound, err := m.boundOf(ctx, deploymentID, r.Draft.ID)
	if err != nil {
		return credential.SignedIn{}, err
	}
	d, done := m.settle(r.Draft, lookup)
	defer done()
	return m.keeper.SignIn(ctx, credential.SignInRequest{
		ID: r.Draft.ID, Deployment: deploymentID, Settled: d.secrets, Unresolved: d.unresolved,
		Method: r.Method, Run: r.Run, Port: r.Port, Prompt: r.Prompt, Bound: bound,
		Entry: audit.Entry{Action: actionSignedIn, Deployment: deploymentID, Subject: d.Settings.Mailbox},
	})
}
