package app

import (
	"context"
	"strings"

	"patchbay/backend/outgoing"
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
		blank := d.Settings
		blank.Port, blank.User = "", ""
		defaults := blank.WithDefaults()
		return OutgoingCheck{
			Faults: viewFields(check.Faults), Ready: check.Ready,
			DefaultPort: defaults.Port, DefaultUser: defaults.From,
			PasswordBound: check.SecretsBound, Bound: check.Bound,
		}, err
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
		level, err := smtp.ParseLevel(request.Level)
		if err != nil {
			return Proof{}, err
		}
		who, err := o.app.bench.Operators.Current()
		if err != nil {
			return Proof{}, err
		}
		if request.To == "" {
			request.To = who.Email
		}
		ctx, end := o.app.runs.begin(ctx, request.RunID)
		defer end()
		draft, done := request.Draft.draft()
		defer done()
		report, err := o.servers().Prove(ctx, request.Draft.DeploymentID, outgoing.ProofRequest{
			Draft: draft, Level: level, To: request.To, Run: request.RunID,
		})
		return viewProof(report), err
	})
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

func viewDraft(deploymentID string, s smtp.Settings) OutgoingDraft {
	return OutgoingDraft{
		DeploymentID: deploymentID, Enabled: s.Enabled == nil || *s.Enabled,
		Host: s.Host, Port: s.Port, Security: string(s.Security),
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       string(s.Auth), User: s.User,
		From: s.From, FromDisplayName: s.FromName, ReplyTo: s.ReplyTo, ReplyToDisplayName: s.ReplyToName,
		EnvelopeFrom: s.EnvelopeFrom, EHLOName: s.EHLOName, TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
		Password: SecretInput{Change: string(secret.Keep)},
	}
}

// draft turns what is on the screen into the use case's words. done wipes its
// secrets.
func (d OutgoingDraft) draft() (draft outgoing.Draft, done func()) {
	enabled := d.Enabled
	for _, typed := range []*string{
		&d.Host, &d.Port, &d.User, &d.From, &d.FromDisplayName, &d.ReplyTo, &d.ReplyToDisplayName,
		&d.EnvelopeFrom, &d.EHLOName,
	} {
		*typed = strings.TrimSpace(*typed) // blanks around what was typed or pasted mean nothing
	}
	draft = outgoing.Draft{
		Revision: vault.Revision(d.Revision),
		Settings: smtp.Settings{
			Enabled: &enabled, Host: d.Host, Port: d.Port, Security: smtp.Security(d.Security),
			InsecureAllowPlainPassword: d.InsecureAllowPlainPassword,
			Auth:                       smtp.SignIn(d.Auth), User: d.User,
			From: d.From, FromName: d.FromDisplayName, ReplyTo: d.ReplyTo, ReplyToName: d.ReplyToDisplayName,
			EnvelopeFrom: d.EnvelopeFrom, EHLOName: d.EHLOName, TimeoutSeconds: d.TimeoutSeconds, CAPEM: d.CAPEM,
		},
		Secrets: smtp.SecretInputs{Password: d.Password.input()},
	}
	return draft, draft.Secrets.Password.Value.Wipe
}

// input reads a secret's change. An empty new value clears; anything unknown
// keeps.
func (s SecretInput) input() secret.Input {
	switch secret.Change(s.Change) {
	case secret.Set:
		if s.Value == "" {
			return secret.Input{Change: secret.Clear}
		}
		return secret.Input{Change: secret.Set, Value: secret.FromString(s.Value)}
	case secret.Clear:
		return secret.Input{Change: secret.Clear}
	}
	return secret.Input{Change: secret.Keep}
}

func viewOutgoing(s outgoing.Server) OutgoingServer {
	settings := s.Settings
	view := OutgoingServer{
		DeploymentID: s.DeploymentID, Configured: s.Configured(), Revision: int(s.Revision),
		ChangedAt: stamp(s.ChangedAt), Enabled: s.Enabled,
		Host: settings.Host, Port: settings.Port, Security: string(settings.Security),
		InsecureAllowPlainPassword: settings.InsecureAllowPlainPassword,
		Auth:                       string(settings.Auth), User: settings.User, Password: viewSecret(s.Password),
		From: settings.From, FromDisplayName: settings.FromName,
		ReplyTo: settings.ReplyTo, ReplyToDisplayName: settings.ReplyToName,
		EnvelopeFrom: settings.EnvelopeFrom, EHLOName: settings.EHLOName,
		TimeoutSeconds: settings.TimeoutSeconds, CAPEM: settings.CAPEM,
		Light: Light(s.Status.Light), Summary: s.Status.Summary,
	}
	if s.Status.Proof != nil {
		last := viewProof(*s.Status.Proof)
		view.LastProof = &last
	}
	return view
}

func viewSecret(info vault.SecretInfo) SecretView {
	return SecretView{Set: info.Set, ChangedAt: stamp(info.ChangedAt)}
}
