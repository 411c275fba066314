package app

import (
	"context"

	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Outgoing keeps and proves a deployment's outgoing mail.
type Outgoing struct{ app *App }

func (o *Outgoing) servers() *outgoing.Servers { return o.app.bench.Outgoing }

// Get returns what is stored, without secrets.
func (o *Outgoing) Get(deploymentID string) (OutgoingServer, error) {
	return call(o.app, func(ctx context.Context) (OutgoingServer, error) {
		server, err := o.servers().Get(ctx, deploymentID)
		return viewOutgoing(server), err
	})
}

// Check says what is wrong with a draft.
func (o *Outgoing) Check(draft OutgoingDraft) (OutgoingCheck, error) {
	return call(o.app, func(ctx context.Context) (OutgoingCheck, error) {
		d, done := draft.draft()
		defer done()
		check, err := o.servers().Check(ctx, draft.DeploymentID, d)
		return viewOutgoingCheck(d, check), err
	})
}

// Save checks and keeps a draft.
func (o *Outgoing) Save(draft OutgoingDraft) (OutgoingServer, error) {
	return call(o.app, func(ctx context.Context) (OutgoingServer, error) {
		d, done := draft.draft()
		defer done()
		server, err := o.servers().Save(ctx, draft.DeploymentID, d)
		return viewOutgoing(server), err
	})
}

// Remove deletes what is stored.
func (o *Outgoing) Remove(deploymentID string, revision int) error {
	return do(o.app, func(ctx context.Context) error {
		return o.servers().Remove(ctx, deploymentID, vault.Revision(revision))
	})
}

// Prove tests what is on the screen, saved or not.
func (o *Outgoing) Prove(request OutgoingProof) (Proof, error) {
	return call(o.app, func(ctx context.Context) (Proof, error) {
		ctx, end := o.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		report, err := o.prove(ctx, request, draft)
		return viewProof(report), err
	})
}

// prove chooses the use case: a round trip needs a mailbox beside the server.
func (o *Outgoing) prove(ctx context.Context, request OutgoingProof, draft outgoing.Draft) (proof.Report, error) {
	asked := outgoing.ProofRequest{Draft: draft, Run: request.RunID}
	if request.Level == string(smtp.LevelRoundTrip) {
		return o.app.bench.RoundTrip(ctx, request.Draft.DeploymentID, asked, request.MailboxID, request.Remove)
	}
	var err error
	if asked.Level, err = smtp.ParseLevel(request.Level); err != nil {
		return proof.Report{}, err
	}
	if asked.To, err = o.recipient(request.To); err != nil {
		return proof.Report{}, err
	}
	return o.servers().Prove(ctx, request.Draft.DeploymentID, asked)
}

// Alternatives tries the other ports and securities of a draft's host, without
// credentials.
func (o *Outgoing) Alternatives(run OutgoingRun) (TriedPorts, error) {
	return call(o.app, func(ctx context.Context) (TriedPorts, error) {
		ctx, end := o.app.runs.begin(ctx, run.RunID)
		defer end()
		draft, done := run.Draft.draft()
		defer done()
		report, err := o.servers().Alternatives(ctx, run.Draft.DeploymentID, draft, run.RunID)
		return viewAlternatives(report), err
	})
}

// Permissions asks the server from which addresses the account may send.
// Nothing is sent.
func (o *Outgoing) Permissions(request OutgoingPermissionsRequest) (OutgoingPermissions, error) {
	return call(o.app, func(ctx context.Context) (OutgoingPermissions, error) {
		to, err := o.recipient(request.To)
		if err != nil {
			return OutgoingPermissions{}, err
		}
		ctx, end := o.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		permissions, err := o.servers().Permissions(ctx, request.Draft.DeploymentID, outgoing.PermissionsRequest{
			Draft: draft, To: to, Further: request.Further, Run: request.RunID,
		})
		return viewPermissions(permissions), err
	})
}

// CheckSender looks at what the world sees of the sender.
func (o *Outgoing) CheckSender(request OutgoingSenderRequest) (Proof, error) {
	return call(o.app, func(ctx context.Context) (Proof, error) {
		ctx, end := o.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		report, err := o.servers().CheckSender(ctx, request.Draft.DeploymentID, outgoing.SenderRequest{
			Draft: draft, Selectors: request.Selectors, Run: request.RunID,
		})
		return viewProof(report), err
	})
}

// SignIn obtains a refresh token: a person signs in at the provider.
func (o *Outgoing) SignIn(request OutgoingSignInRequest) (SignedIn, error) {
	return call(o.app, func(ctx context.Context) (SignedIn, error) {
		ctx, end := o.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		signedIn, err := o.servers().SignIn(ctx, request.Draft.DeploymentID, outgoing.SignInRequest{
			Draft: draft, Method: outgoing.SignInMethod(request.Method), Run: request.RunID,
		})
		return viewSignedIn(signedIn), err
	})
}

// recipient is who a test is addressed to: by default the operator.
func (o *Outgoing) recipient(to string) (string, error) {
	who, err := o.app.bench.Operators.Current()
	if err != nil || to != "" {
		return to, err
	}
	return who.Email, nil
}

// CancelProof closes the connection of a run at once.
func (o *Outgoing) CancelProof(runID string) error {
	o.app.runs.cancel(runID)
	return nil
}

// RehearsalDraft returns a draft that reaches the rehearsal server, which it
// starts.
func (o *Outgoing) RehearsalDraft(deploymentID string) (OutgoingDraft, error) {
	return call(o.app, func(ctx context.Context) (OutgoingDraft, error) {
		stored, err := o.servers().Get(ctx, deploymentID)
		if err != nil {
			return OutgoingDraft{}, err
		}
		server, err := o.app.bench.Rehearsal.Start()
		if err != nil {
			return OutgoingDraft{}, err
		}
		draft := viewDraft(deploymentID, server.Settings())
		draft.Revision = int(stored.Revision)
		draft.Password = SecretInput{Change: string(secret.Set), Value: string(server.Password.Reveal())}
		return draft, nil
	})
}
