package outgoing

import (
	"context"

	"patchbay/backend/credential"
	"patchbay/backend/vault"
)

// Check says what is wrong with a draft, whether it can be proved, and what is
// known of its provider.
func (s *Servers) Check(ctx context.Context, deploymentID string, draft Draft) (Check, error) {
	if _, err := s.access.MayRead(); err != nil {
		return Check{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Check{}, err
	}
	d, done := s.settle(draft, lookup)
	defer done()
	check := Check{
		Faults: d.faults(), Settings: d.expanded,
		Advice: s.secrets.Advise(d.Settled, draft.Secrets, s.now()),
	}
	err = s.access.View(ctx, func(tx *vault.Tx) error {
		secrets, blocked, err := s.secrets.Gather(tx, deploymentID, d.Settled)
		if err != nil {
			return err
		}
		defer secrets.Wipe()
		check.Ready = len(check.Faults) == 0 && len(blocked) == 0 && len(d.expanded.MissingSecrets(secrets)) == 0
		check.Unbound = blocked
		if len(blocked) == 0 {
			return nil
		}
		r, _, err := s.servers.Get(tx, deploymentID)
		check.Bound = credential.Readable(r.Bound[blocked[0]])
		return err
	})
	return check, err
}
