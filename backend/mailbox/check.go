package mailbox

import (
	"context"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/vault"
)

// Check says what is wrong with a draft, whether it can be proved and saved, and
// what is known of its provider.
func (m *Mailboxes) Check(ctx context.Context, deploymentID string, draft Draft) (Check, error) {
	if _, err := m.access.MayRead(); err != nil {
		return Check{}, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Check{}, err
	}
	d, done := m.settle(draft, lookup)
	defer done()
	check := Check{
		Faults: d.faults(), Settings: d.expanded,
		Advice: m.keeper.Advise(d.secrets, draft.Secrets, m.now()),
	}
	err = m.access.View(ctx, func(tx *vault.Tx) error {
		return m.checkStored(tx, deploymentID, d, &check)
	})
	return check, err
}

// checkStored adds what only the vault can tell.
func (m *Mailboxes) checkStored(tx *vault.Tx, deploymentID string, d *settled, check *Check) error {
	var r record
	var err error
	if d.ID != "" {
		if r, _, err = m.get(tx, deploymentID, d.ID); err != nil {
			return err
		}
	}
	taken, err := m.directory(tx, deploymentID, d.lookup)
	if err != nil {
		return err
	}
	if d.Settings.Mailbox != "" {
		if conflict := taken.mailboxTaken(d.ID, d.Settings.Mailbox); conflict != nil {
			check.Faults = append(check.Faults, conflict.Fields...)
		}
	}
	if err := m.mayBring(tx, d); fault.HasCode(err, CodeInvalid) {
		check.Faults = append(check.Faults, fault.Of(err).Fields...)
	} else if err != nil {
		return err
	}
	secrets, blocked, err := m.keeper.Gather(tx, d.ID, d.secrets)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	check.conclude(d, secrets, blocked)
	if len(blocked) > 0 {
		check.Bound = credential.Readable(r.Bound[blocked[0]])
	}
	return nil
}

func (c *Check) conclude(d *settled, secrets account.Secrets, blocked []string) {
	c.Unbound = blocked
	c.Ready = len(d.provable()) == 0 && len(blocked) == 0 && len(d.expanded.MissingSecrets(secrets)) == 0
	withPassword := secrets.Password.IsSet() || !credential.Used(d.expanded.Settings, "password")
	c.Complete = len(c.Faults) == 0 && len(blocked) == 0 && withPassword
}
