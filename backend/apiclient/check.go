package apiclient

import (
	"context"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Check says what is wrong with a draft, and what is remarkable about it.
func (c *Clients) Check(ctx context.Context, deploymentID string, draft Draft) (Check, error) {
	d := settle(deploymentID, draft)
	defer d.generated.Wipe()
	check := Check{Faults: d.faults(), Remarks: d.remarks()}
	err := c.reading(ctx, deploymentID, func(tx *vault.Tx) error {
		own, err := c.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		if other := named(own, d.ClientID); d.ClientID != "" && other != "" && other != d.ID {
			check.Faults = append(check.Faults, exists().Fields...)
		}
		return c.checkStored(tx, d, own, &check)
	})
	if err != nil {
		return Check{}, err
	}
	check.Ready = len(check.Faults) == 0
	return check, nil
}

// checkStored adds what only the stored client can tell.
func (c *Clients) checkStored(tx *vault.Tx, d *settled, own []vault.Item[record], check *Check) error {
	if d.ID == "" {
		return nil
	}
	item, err := c.get(tx, d.deployment, d.ID)
	if err != nil {
		return err
	}
	keeps := d.Secret.Change != secret.Set && d.Secret.Change != secret.Clear
	if keeps && item.Value.settings().destination() != d.destination() {
		check.Faults = append(check.Faults, elsewhere().Fields...)
	}
	chosen, err := c.defaultOf(tx, d.deployment, own)
	if err == nil && chosen == d.ID && !d.Default {
		check.Remarks = append(check.Remarks, fault.Field{
			Name: "default", Message: "stays set: one client is the default one, until another takes its place",
		})
	}
	return err
}

// remarks are those that need no vault.
func (d *settled) remarks() []fault.Field {
	remarks := []fault.Field{}
	remark := func(field, message string) { remarks = append(remarks, fault.Field{Name: field, Message: message}) }
	foreign := d.ForeignScopes()
	switch {
	case len(d.Scopes) == 0:
		remark("scopes", "choose at least one scope: without one the local API gives no token")
	case len(foreign) > 0 && len(foreign) <= 3 && checkScopes(foreign) == "":
		remark("scopes", strings.Join(foreign, ", ")+" means nothing to the local API, and is asked of the target only")
	case len(foreign) > 0:
		remark("scopes", "some mean nothing to the local API, and are asked of the target only")
	}
	if d.TokenURL == "" && strings.TrimSpace(d.CAPEM) != "" {
		remark("caPem", "is used for the target's token URL only, and that is empty")
	}
	value := d.Secret.Value.Reveal()
	if d.Secret.Change == secret.Set && len(value) >= minSecret && len(value) < weakSecret {
		remark(fieldSecret, "is short: a generated one cannot be guessed")
	}
	return remarks
}
