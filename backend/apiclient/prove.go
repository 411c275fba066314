package apiclient

import (
	"context"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Own is the token endpoint of the local API, as it runs now.
type Own struct{ TokenURL, CAPEM string }

// ProofRequest says what to prove.
type ProofRequest struct {
	Draft
	Run string // names the run in events
	// Observe is told of each step, beside the event "proof.step".
	Observe proof.Observer
	// Own is asked when the draft has no token URL; nil while the local API
	// cannot be.
	Own *Own
}

// Prove asks for one access token as the client of a draft, saved or not: at the
// target's token endpoint or, without one, at that of the local API, which knows
// saved clients only. Nothing is stored but the proof, when the draft is one of a
// stored client or is saved as a new one.
func (c *Clients) Prove(ctx context.Context, deploymentID string, r ProofRequest) (proof.Report, error) {
	epoch := c.unsaved.Epoch()
	run, err := c.prepare(ctx, deploymentID, r)
	if err != nil {
		return proof.Report{}, err
	}
	defer run.request.Secret.Wipe()
	if b := run.request.Blocked; b != nil && b.Code == CodeBoundElsewhere {
		entry := audit.Entry{Action: actionProved, Deployment: deploymentID, Subject: run.draft.ClientID}
		c.recordElsewhere(context.WithoutCancel(ctx), entry, elsewhere(), run.was.Bound)
	}
	report := clientgrant.Prove(ctx, run.request)
	report.ConfigHash = run.draft.hash() // the local API is found at another address each time
	if run.draft.TokenURL == "" && report.Leaves != "" {
		report.Leaves = "What the scopes allow is not tried."
	}
	return c.keepProof(ctx, run, report, epoch), nil
}

// prepared is a request with the secret that it may send.
type prepared struct {
	draft   *settled
	was     record // what the draft was made from; empty for a new one
	request clientgrant.Request
}

// prepare gathers what a proof of a draft needs.
func (c *Clients) prepare(ctx context.Context, deploymentID string, r ProofRequest) (*prepared, error) {
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	if _, err := c.access.MayRead(); err != nil {
		return nil, err
	}
	way, err := c.network.Network(reading)
	if err != nil {
		return nil, err
	}
	run := &prepared{draft: &settled{Draft: r.Draft, deployment: deploymentID}}
	run.draft.Settings = r.trimmed()
	if r.Own == nil && run.draft.TokenURL == "" && r.ID != "" {
		return nil, invalid([]fault.Field{{Name: "tokenUrl", Message: "is required to prove the client while the local API does not run"}})
	}
	run.request = clientgrant.Request{
		Settings: run.draft.asked(r.Own), Network: way, Now: c.now, Version: c.version,
		Observe: c.observer(deploymentID, r), Blocked: run.draft.blocked(),
	}
	if run.draft.TokenURL == "" {
		run.request.Issued = func(token secret.Text) { c.tokens.endOne(token, r.ID) }
	}
	err = c.reading(reading, deploymentID, func(tx *vault.Tx) error { return c.gather(tx, run) })
	if err != nil {
		return nil, err
	}
	return run, nil
}

// asked are the settings of the request: to the target, or to the local API.
func (d *settled) asked(own *Own) clientgrant.Settings {
	s := clientgrant.Settings{
		TokenURL: d.TokenURL, ClientID: d.ClientID, ClientAuth: d.ClientAuth, Scope: d.scope(),
		CAPEM: d.CAPEM, TimeoutSeconds: timeoutSeconds,
	}
	if d.TokenURL == "" && own != nil {
		s.TokenURL, s.CAPEM = own.TokenURL, own.CAPEM
		s.Scope = strings.Join(d.localScopes(), " ") // it grants no other
	}
	return s
}

// blocked explains what stands against asking, before the vault is looked at.
func (d *settled) blocked() *proof.Finding {
	faults := secretFaults(d.Secret)
	switch {
	case d.TokenURL == "" && d.ID == "":
		return &proof.Finding{
			Code:   account.CodeSettingsMissing,
			Cause:  "The local API knows saved clients only, and no token URL of a target is entered.",
			Remedy: "Save the client and prove it then, or enter the token URL of the target.",
			Fields: []string{"tokenUrl"},
		}
	case d.TokenURL == "" && len(d.localScopes()) == 0:
		return &proof.Finding{
			Code:   account.CodeSettingsMissing,
			Cause:  "The client has no scope of the local API, which gives no token without one.",
			Remedy: "Give it a scope such as " + ScopeMailRead + ", or enter the token URL of the target that knows its scopes.",
			Fields: []string{"scopes"},
		}
	case d.Secret.Change == Generate, d.ID == "" && d.Secret.Change != secret.Set:
		return &proof.Finding{
			Code:   account.CodeSettingsMissing,
			Cause:  "There is no secret to prove yet: it is generated when the client is saved.",
			Remedy: "Save the client, give the secret to the target if it is to know the client, and prove it then.",
			Fields: []string{fieldSecret},
		}
	case len(faults) > 0:
		return &proof.Finding{
			Code:   account.CodeSettingsInvalid,
			Cause:  "The secret cannot be used: it " + faults[0].Message + ".",
			Remedy: "Enter it again.",
			Fields: []string{fieldSecret},
		}
	}
	return nil
}

// gather takes the secret that the draft may send: the entered one, or the stored
// one where it was saved for. The local API knows that one already, and gets it
// whatever else it was saved for.
func (c *Clients) gather(tx *vault.Tx, run *prepared) error {
	d := run.draft
	if d.ID != "" {
		item, err := c.get(tx, d.deployment, d.ID)
		if err != nil {
			return err
		}
		run.was = item.Value
	}
	switch {
	case run.request.Blocked != nil:
		return nil
	case d.Secret.Change == secret.Set:
		run.request.Secret = d.Secret.Value.Clone()
		return nil
	}
	to := d.destination()
	if d.TokenURL == "" {
		to = run.was.settings().destination()
	}
	value, err := tx.Secret(ref(d.ID), to)
	if fault.HasCode(err, vault.CodeSecretBoundElsewhere) {
		run.request.Blocked = boundElsewhere(run.was.Bound)
		return nil
	}
	run.request.Secret = value
	return vault.Optional(err)
}

func boundElsewhere(bound string) *proof.Finding {
	return &proof.Finding{
		Code: CodeBoundElsewhere,
		Cause: "The stored secret was saved for " + bound + ". " +
			"A stored secret is only ever sent where it was saved for.",
		Remedy: "Enter it again for the new destination.",
		Fields: []string{fieldSecret},
	}
}

func (c *Clients) observer(deploymentID string, r ProofRequest) proof.Observer {
	return func(progress proof.Progress) {
		c.events.Publish(event.Event{Name: "proof.step", Deployment: deploymentID, Run: r.Run, Step: &progress})
		if r.Observe != nil {
			r.Observe(progress)
		}
	}
}
