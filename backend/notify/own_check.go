package notify

import (
	"context"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// ActionCheck is what can be said of an action before it is saved.
type ActionCheck struct {
	Faults []fault.Field // named as in the document
	// Ready: its own server can be proved. It is not where there is none.
	Ready    bool
	Settings smtp.Settings // of its own server, with defaults and variables
	// Unbound names the secrets that the draft wants to keep although they were
	// saved for another destination; Bound says which one that was.
	Unbound []string
	Bound   string
	Advice  credential.Advice
}

// CheckAction says what is wrong with a draft, whether its own server can be
// proved, and what is known of that server's provider.
func (n *Notifications) CheckAction(ctx context.Context, deploymentID string, draft ActionDraft) (ActionCheck, error) {
	if _, err := n.access.MayRead(); err != nil {
		return ActionCheck{}, err
	}
	lookup, err := n.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return ActionCheck{}, err
	}
	d, done := n.settle(draft, lookup)
	defer done()
	check := ActionCheck{Faults: d.faults(lookup)}
	err = n.access.View(ctx, func(tx *vault.Tx) error {
		items, err := n.ownActions(tx, deploymentID)
		if err != nil {
			return err
		}
		if _, taken := d.placed(items); fault.HasCode(taken, CodeActionExists) {
			check.Faults = append(check.Faults, fault.Of(taken).Fields...)
		}
		if d.Settled == nil {
			return nil
		}
		return n.checkOwn(tx, deploymentID, d, &check)
	})
	if d.Settled != nil {
		check.Settings, _ = d.Own.Server.WithDefaults().Expand(lookup)
		check.Ready = check.Ready && len(check.Faults) == 0
		check.Advice = n.keeper.Advise(d.Settled, draft.Secrets, n.now())
	}
	return check, err
}

// checkOwn looks whether the secrets that the own server needs are there, and may go
// to it.
func (n *Notifications) checkOwn(tx *vault.Tx, deploymentID string, d *settledAction, check *ActionCheck) error {
	secrets, blocked, err := n.keeper.Gather(tx, d.ID, d.Settled)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	missing := d.Expanded.MissingSecrets(secrets)
	check.Ready = len(blocked) == 0 && len(missing) == 0
	if len(blocked) == 0 || !vault.IsUnder(deploymentID, d.ID) {
		return nil
	}
	r, _, err := n.actions.Get(tx, d.ID)
	check.Bound = credential.Readable(r.Bound[blocked[0]])
	for _, field := range blocked {
		check.Unbound = append(check.Unbound, ownField(field))
	}
	return vault.Optional(err)
}

// CheckPerson says what is wrong with a person before it is saved.
func (n *Notifications) CheckPerson(ctx context.Context, deploymentID string, p Person) ([]fault.Field, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return nil, err
	}
	p = p.trimmed()
	faults := p.check()
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	if err := d.mayHold(p); err != nil {
		faults = slices.Concat(faults, fault.Of(err).Fields)
	}
	return faults, nil
}

// SignInRequest asks for a refresh token for the own server of a draft.
type SignInRequest struct {
	Draft  ActionDraft
	Method credential.SignInMethod
	Run    string // names the run in events
	// Port of the loopback address; 0 is a free one.
	Port uint16
	// Prompt is told what the person must open, beside the event
	// "signin.prompt"; nil is told nothing.
	Prompt func(event.Prompt)
}

// SignInOwn lets a person sign in at the provider and holds the refresh token that
// comes of it, until the vault is locked, for drafts that name its handle. Nothing
// is stored.
func (n *Notifications) SignInOwn(ctx context.Context, deploymentID string, r SignInRequest) (credential.SignedIn, error) {
	if _, err := n.mayEdit(ctx, actionOwnSignedIn, deploymentID); err != nil {
		return credential.SignedIn{}, err
	}
	if r.Draft.Own == nil {
		return credential.SignedIn{}, noOwnServer()
	}
	lookup, err := n.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return credential.SignedIn{}, err
	}
	stored, err := n.storedAction(ctx, deploymentID, r.Draft.ID)
	if err != nil {
		return credential.SignedIn{}, err
	}
	expanded, unresolved := r.Draft.Own.Server.WithDefaults().Expand(lookup)
	settled, done := n.keeper.Settle(r.Draft.Secrets, expanded.Account())
	defer done()
	signedIn, err := n.keeper.SignIn(ctx, credential.SignInRequest{
		ID: r.Draft.ID, Deployment: deploymentID, Settled: settled, Unresolved: unresolved,
		Method: r.Method, Run: r.Run, Port: r.Port, Prompt: r.Prompt, Bound: stored.Bound,
		Entry: audit.Entry{Action: actionOwnSignedIn, Deployment: deploymentID, Subject: r.Draft.Name},
	})
	return signedIn, prefixed(err)
}

// storedAction is what is stored of an action, empty when nothing is.
func (n *Notifications) storedAction(ctx context.Context, deploymentID, id string) (r actionRecord, err error) {
	if !vault.IsUnder(deploymentID, id) {
		return actionRecord{}, nil
	}
	err = n.access.View(ctx, func(tx *vault.Tx) (err error) {
		r, _, err = n.actions.Get(tx, id)
		return vault.Optional(err)
	})
	return r, err
}

func noOwnServer() error {
	return invalid([]fault.Field{{Name: "ownServer", Message: "is required: this action uses the outgoing mail of the deployment"}})
}
