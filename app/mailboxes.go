package app

import (
	"context"

	"patchbay/backend/credential"
	"patchbay/backend/mailbox"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Mailboxes keeps and proves the mailboxes of a deployment.
type Mailboxes struct{ app *App }

func (m *Mailboxes) boxes() *mailbox.Mailboxes { return m.app.bench.Mailboxes }

// List returns the table.
func (m *Mailboxes) List(deploymentID string) (MailboxList, error) {
	return call(m.app, func(ctx context.Context) (MailboxList, error) {
		all, err := m.boxes().List(ctx, deploymentID)
		return viewMailboxes(all), err
	})
}

// Get returns one mailbox with its aliases, without secrets.
func (m *Mailboxes) Get(deploymentID, id string) (Mailbox, error) {
	return call(m.app, func(ctx context.Context) (Mailbox, error) {
		box, err := m.boxes().Get(ctx, deploymentID, id)
		return viewMailbox(box), err
	})
}

// Check says what is wrong with a draft.
func (m *Mailboxes) Check(draft MailboxDraft) (MailboxCheck, error) {
	return call(m.app, func(ctx context.Context) (MailboxCheck, error) {
		d, done := draft.draft()
		defer done()
		check, err := m.boxes().Check(ctx, draft.DeploymentID, d)
		blank := d.Settings
		blank.Port, blank.User = "", ""
		defaults := blank.WithDefaults()
		return MailboxCheck{
			Faults: viewFields(check.Faults), Ready: check.Ready, Complete: check.Complete,
			DefaultPort: defaults.Port, DefaultUser: defaults.User,
			DefaultGrant: string(d.Settings.OAuth2.DefaultGrant()),
			Bound:        check.Bound, Unbound: list(check.Unbound), Advice: viewAdvice(check.Advice),
		}, err
	})
}

// Save checks and keeps a draft.
func (m *Mailboxes) Save(draft MailboxDraft) (Mailbox, error) {
	return call(m.app, func(ctx context.Context) (Mailbox, error) {
		d, done := draft.draft()
		defer done()
		box, err := m.boxes().Save(ctx, draft.DeploymentID, d)
		return viewMailbox(box), err
	})
}

// ChangePassword replaces the password of a stored mailbox.
func (m *Mailboxes) ChangePassword(change MailboxPassword) (Mailbox, error) {
	return call(m.app, func(ctx context.Context) (Mailbox, error) {
		next, confirm := secret.FromString(change.Next), secret.FromString(change.Confirm)
		defer next.Wipe()
		defer confirm.Wipe()
		box, err := m.boxes().ChangePassword(ctx, change.DeploymentID, change.ID, next, confirm)
		return viewMailbox(box), err
	})
}

// Remove deletes a mailbox without aliases.
func (m *Mailboxes) Remove(deploymentID, id string, revision int) error {
	return do(m.app, func(ctx context.Context) error {
		return m.boxes().Remove(ctx, deploymentID, id, vault.Revision(revision))
	})
}

// Prove tests what is on the screen, saved or not.
func (m *Mailboxes) Prove(request MailboxProof) (Proof, error) {
	return call(m.app, func(ctx context.Context) (Proof, error) {
		ctx, end := m.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		report, err := m.boxes().Prove(ctx, request.Draft.DeploymentID, mailbox.ProofRequest{Draft: draft, Run: request.RunID})
		return viewProof(report), err
	})
}

// Alternatives tries the other ports and securities of a draft's host, without
// credentials.
func (m *Mailboxes) Alternatives(request MailboxProof) (TriedPorts, error) {
	return call(m.app, func(ctx context.Context) (TriedPorts, error) {
		ctx, end := m.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		report, err := m.boxes().Alternatives(ctx, request.Draft.DeploymentID, draft, request.RunID)
		return viewAlternatives(report), err
	})
}

// ProveMany tests stored mailboxes side by side, each once.
func (m *Mailboxes) ProveMany(request MailboxesProof) (MailboxesProved, error) {
	return call(m.app, func(ctx context.Context) (MailboxesProved, error) {
		ctx, end := m.app.runs.begin(ctx, request.RunID)
		defer end()
		report, err := m.boxes().ProveMany(ctx, request.DeploymentID, mailbox.ManyRequest{
			IDs: request.IDs, Concurrency: request.Concurrency, PerServer: request.PerServer, Run: request.RunID,
		})
		return viewProvedMany(report), err
	})
}

// CancelProof ends a run of Prove, ProveMany, Alternatives or SignIn at once.
func (m *Mailboxes) CancelProof(runID string) error {
	m.app.runs.cancel(runID)
	return nil
}

// SignIn obtains a refresh token: a person signs in at the provider.
func (m *Mailboxes) SignIn(request MailboxSignInRequest) (SignedIn, error) {
	return call(m.app, func(ctx context.Context) (SignedIn, error) {
		ctx, end := m.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		signedIn, err := m.boxes().SignIn(ctx, request.Draft.DeploymentID, mailbox.SignInRequest{
			Draft: draft, Method: credential.SignInMethod(request.Method), Run: request.RunID,
		})
		return viewSignedIn(signedIn), err
	})
}

// RehearsalDraft returns a draft that reaches the rehearsal mailbox server,
// which it starts.
func (m *Mailboxes) RehearsalDraft(deploymentID string) (MailboxDraft, error) {
	return call(m.app, func(context.Context) (MailboxDraft, error) {
		server, err := m.app.bench.Rehearsal.Start()
		if err != nil {
			return MailboxDraft{}, err
		}
		draft := viewMailboxDraft(deploymentID, server.Mailbox())
		draft.Password = SecretInput{Change: string(secret.Set), Value: string(server.Password.Reveal())}
		return draft, nil
	})
}

// SaveAlias checks and keeps an alias.
func (m *Mailboxes) SaveAlias(draft MailboxAliasDraft) (MailboxAlias, error) {
	return call(m.app, func(ctx context.Context) (MailboxAlias, error) {
		alias, err := m.boxes().SaveAlias(ctx, draft.DeploymentID, draft.alias())
		return viewAlias(alias), err
	})
}

// RemoveAlias deletes an alias.
func (m *Mailboxes) RemoveAlias(deploymentID, mailboxID, id string, revision int) error {
	return do(m.app, func(ctx context.Context) error {
		return m.boxes().RemoveAlias(ctx, deploymentID, mailboxID, id, vault.Revision(revision))
	})
}
