package app

import (
	"context"

	"patchbay/backend/credential"
	"patchbay/backend/notify"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Notifications keeps what a deployment tells people by e-mail.
type Notifications struct{ app *App }

func (n *Notifications) notify() *notify.Notifications { return n.app.bench.Notifications }

// Get returns all that the page shows.
func (n *Notifications) Get(deploymentID string) (NotificationsState, error) {
	return call(n.app, func(ctx context.Context) (NotificationsState, error) { return n.state(ctx, deploymentID) })
}

func (n *Notifications) state(ctx context.Context, deploymentID string) (view NotificationsState, err error) {
	switches, err := n.notify().Switches(ctx, deploymentID)
	if err != nil {
		return view, err
	}
	actions, err := n.notify().Actions(ctx, deploymentID)
	if err != nil {
		return view, err
	}
	findings, err := n.notify().Findings(ctx, deploymentID)
	if err != nil {
		return view, err
	}
	templates, err := n.notify().Templates(ctx, deploymentID)
	if err != nil {
		return view, err
	}
	identifiers, err := n.notify().Identifiers(ctx, deploymentID)
	if err != nil {
		return view, err
	}
	people, err := n.notify().People(ctx, deploymentID, notify.PeopleQuery{Limit: 1})
	return NotificationsState{
		Switches: viewSwitches(switches), Actions: viewActions(deploymentID, actions),
		Findings: viewNotificationFindings(findings), Templates: viewTemplateRows(templates, actions, switches.Switches),
		Identifiers: viewIdentifiers(identifiers), People: people.Total,
	}, err
}

// SaveSwitches checks and keeps the switches.
func (n *Notifications) SaveSwitches(draft NotificationSwitchesDraft) (NotificationSwitches, error) {
	return call(n.app, func(ctx context.Context) (NotificationSwitches, error) {
		saved, err := n.notify().SaveSwitches(ctx, draft.DeploymentID, notify.Switches{
			Integration: draft.Integration, Notifications: draft.Notifications,
			Identifier: draft.Identifier, Template: draft.TemplateID,
		}, vault.Revision(draft.Revision))
		return viewSwitches(saved), err
	})
}

// CheckAction says what is wrong with an action.
func (n *Notifications) CheckAction(draft NotificationActionDraft) (NotificationActionCheck, error) {
	return call(n.app, func(ctx context.Context) (NotificationActionCheck, error) {
		d, done := draft.draft()
		defer done()
		check, err := n.notify().CheckAction(ctx, draft.DeploymentID, d)
		return viewActionCheck(d, check), err
	})
}

// SaveAction checks and keeps an action.
func (n *Notifications) SaveAction(draft NotificationActionDraft) (NotificationAction, error) {
	return call(n.app, func(ctx context.Context) (NotificationAction, error) {
		d, done := draft.draft()
		defer done()
		saved, err := n.notify().SaveAction(ctx, draft.DeploymentID, d)
		return viewAction(draft.DeploymentID, saved), err
	})
}

// RemoveAction deletes an action with its secrets.
func (n *Notifications) RemoveAction(deploymentID, id string, revision int) error {
	return do(n.app, func(ctx context.Context) error {
		return n.notify().RemoveAction(ctx, deploymentID, id, vault.Revision(revision))
	})
}

// ProveAction tests the own server of an action, saved or not.
func (n *Notifications) ProveAction(request NotificationActionProof) (Proof, error) {
	return call(n.app, func(ctx context.Context) (Proof, error) {
		ctx, end := n.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		report, err := n.prove(ctx, request, draft)
		return viewProof(report), err
	})
}

// prove tests without a mailbox: a round trip is proved for the outgoing mail.
func (n *Notifications) prove(ctx context.Context, request NotificationActionProof, draft notify.ActionDraft) (proof.Report, error) {
	level, err := smtp.ParseLevel(request.Level)
	if err != nil {
		return proof.Report{}, err
	}
	if level == smtp.LevelRoundTrip {
		return proof.Report{}, smtp.NeedsMailbox()
	}
	to, err := (&Outgoing{n.app}).recipient(request.To)
	if err != nil {
		return proof.Report{}, err
	}
	return n.notify().ProveOwn(ctx, request.Draft.DeploymentID, notify.OwnProofRequest{
		Draft: draft, Level: level, To: to, Run: request.RunID,
	})
}

// SignInAction obtains a refresh token for an action's own server.
func (n *Notifications) SignInAction(request NotificationActionSignIn) (SignedIn, error) {
	return call(n.app, func(ctx context.Context) (SignedIn, error) {
		ctx, end := n.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		signedIn, err := n.notify().SignInOwn(ctx, request.Draft.DeploymentID, notify.SignInRequest{
			Draft: draft, Method: credential.SignInMethod(request.Method), Run: request.RunID,
		})
		return viewSignedIn(signedIn), err
	})
}

// RehearsalServer returns the own settings of an action that reach the rehearsal
// server, which it starts.
func (n *Notifications) RehearsalServer(deploymentID string) (OutgoingDraft, error) {
	return call(n.app, func(context.Context) (OutgoingDraft, error) {
		if _, err := n.app.bench.Operators.MayRead(); err != nil {
			return OutgoingDraft{}, err
		}
		server, err := n.app.bench.Rehearsal.Start()
		if err != nil {
			return OutgoingDraft{}, err
		}
		draft := viewDraft(deploymentID, server.Settings())
		draft.Password = SecretInput{Change: string(secret.Set), Value: string(server.Password.Reveal())}
		return draft, nil
	})
}

// Rehearse decides an event for everybody whom it is for, and sends nothing.
func (n *Notifications) Rehearse(event NotificationEvent) (NotificationRehearsal, error) {
	return call(n.app, func(ctx context.Context) (NotificationRehearsal, error) {
		decisions, err := n.notify().Rehearse(ctx, event.DeploymentID, event.event())
		return viewRehearsed(decisions), err
	})
}

// Send puts an event's messages and sends their mail.
func (n *Notifications) Send(event NotificationEvent) (NotificationSent, error) {
	return call(n.app, func(ctx context.Context) (NotificationSent, error) {
		ctx, end := n.app.runs.begin(ctx, event.RunID)
		defer end()
		sent, err := n.notify().Send(ctx, event.DeploymentID, event.event(), event.RunID)
		view := viewSent(sent.Messages)
		view.Repeated = sent.Repeated
		return view, err
	})
}

// CancelRun ends a proof, a sign-in or a sending at once.
func (n *Notifications) CancelRun(runID string) error {
	n.app.runs.cancel(runID)
	return nil
}
