package gateway

import (
	"context"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Check is what can be said of a draft before it is saved or proved.
type Check struct {
	Faults []fault.Field
	Risks  []fault.Field // they stop nothing
	// Ready means that every required field is there and valid.
	Ready bool
	// Unbound names the secret that the draft wants to keep although it was saved
	// for another destination; Bound says which one that was.
	Unbound []string
	Bound   string
	Advice  credential.Advice
}

// Check says what is wrong with a draft, whether it can be proved, and what is
// known of its provider. Every role may ask.
func (g *Gateway) Check(ctx context.Context, draft Draft) (Check, error) {
	if _, err := g.access.MayRead(); err != nil {
		return Check{}, err
	}
	d, done, err := g.settle(ctx, draft)
	if err != nil {
		return Check{}, err
	}
	defer done()
	check := Check{Faults: d.faults, Risks: d.Draft.Settings.Risks()}
	if d.Draft.Settings.UseDeployment != "" {
		check.Ready = len(check.Faults) == 0
		return check, nil
	}
	check.Advice = g.secrets.Advise(d.Settled, d.Inputs, g.now())
	err = g.access.View(ctx, func(tx *vault.Tx) error { return g.checkSecret(tx, d, &check) })
	return check, err
}

func (g *Gateway) checkSecret(tx *vault.Tx, d *settled, check *Check) error {
	missing, err := g.missing(tx, d)
	if err != nil {
		return err
	}
	check.Faults = append(check.Faults, missing...)
	secrets, blocked, err := g.secrets.Gather(tx, recordID, d.Settled)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	check.Ready = len(check.Faults) == 0 && len(blocked) == 0 && len(d.expanded.Check()) == 0 &&
		len(d.expanded.MissingSecrets(secrets)) == 0
	if check.Unbound = blocked; len(blocked) == 0 {
		return nil
	}
	r, _, err := g.settings.Get(tx, recordID)
	check.Bound = credential.Readable(r.Bound[blocked[0]])
	return vault.Optional(err)
}
