package outgoing

import (
	"context"
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// prepared is a request with the secrets that it may use.
type prepared struct {
	settled *settled
	request smtp.Request
	done    func()
}

// prepare gathers what a proof needs. done wipes the secrets, and lets the next
// proof with the same provider's tokens begin.
func (s *Servers) prepare(ctx context.Context, deploymentID string, r ProofRequest) (*prepared, error) {
	if _, err := s.access.MayRead(); err != nil {
		return nil, err
	}
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	lookup, err := s.deployments.LookupOf(reading, deploymentID)
	if err != nil {
		return nil, err
	}
	way, err := s.network.Network(reading)
	if err != nil {
		return nil, err
	}
	d, wipeMade := s.settle(r.Draft, lookup)
	p := &prepared{settled: d, request: smtp.Request{
		Settings: d.Settings, Level: r.Level, To: r.To, Lookup: lookup, Version: s.version,
		Network: way, Observe: s.observer(deploymentID, r),
	}}
	p.done = func() { wipe(p.request.Secrets); wipeMade() }
	if r.Level == smtp.LevelConnect { // which sends no credential
		return p, nil
	}
	if refreshes(d.expanded) {
		end := s.tokens.turn(ctx, tokenDestination(d.expanded))
		p.done = func() { wipe(p.request.Secrets); wipeMade(); end() }
	}
	var blocked []string
	err = s.access.View(reading, func(tx *vault.Tx) (err error) {
		p.request.Secrets, blocked, err = gather(tx, deploymentID, d.Draft, d.expanded)
		return err
	})
	if err != nil {
		p.done()
		return nil, err
	}
	if len(blocked) > 0 {
		s.recordElsewhere(reading, deploymentID, actionProved, d.Settings.Host, blocked)
	}
	p.request.Blocked = stopped(blocked, d.faults)
	p.follow(s, reading, deploymentID)
	return p, nil
}

// stopped explains why a proof must not begin, nil when nothing stands against
// it.
func stopped(blocked []string, faults []fault.Field) *proof.Finding {
	switch {
	case len(blocked) > 0:
		return boundElsewhere(blocked)
	case len(faults) > 0:
		return &proof.Finding{
			Code:   CodeInvalid,
			Cause:  "A secret cannot be used: " + faults[0].Name + " " + faults[0].Message + ".",
			Remedy: "Enter it again.",
			Fields: []string{faults[0].Name},
		}
	}
	return nil
}

// refreshes reports whether a refresh token may be used: then only one proof
// at a time is under way, because a provider may end the token with its use.
func refreshes(expanded smtp.Settings) bool {
	return usesTokens(expanded) && expanded.OAuth2.Grant != smtp.GrantClientCredentials
}

// follow uses the newest refresh token, and keeps the one that the provider
// may put in its place: the old one may be worth nothing from then on.
func (p *prepared) follow(s *Servers, ctx context.Context, deploymentID string) {
	used := &p.request.Secrets.RefreshToken
	if !used.IsSet() {
		return
	}
	from, epoch := tokenDestination(p.settled.expanded), s.tokens.now()
	stale := *used
	*used = s.tokens.current(stale, from)
	stale.Wipe()
	p.request.Rotated = func(fresh secret.Text) error {
		old := *used
		*used = fresh.Clone()
		s.tokens.replace(old, fresh, from, epoch)
		err := s.replaceStored(ctx, deploymentID, p.settled.expanded, old, *used)
		old.Wipe()
		return err
	}
}

// replaceStored puts a fresh refresh token in the place of the stored one, if
// that is one it has replaced.
func (s *Servers) replaceStored(ctx context.Context, deploymentID string, expanded smtp.Settings, old, fresh secret.Text) error {
	return s.access.Update(ctx, func(tx *vault.Tx) error {
		destination := refreshTokenDestination(expanded)
		ref := vault.SecretRef{Kind: kindServer, ID: deploymentID, Field: "oauth2.refreshToken"}
		stored, err := tx.Secret(ref, destination)
		if errors.Is(err, vault.ErrNoRecord) || fault.HasCode(err, vault.CodeSecretBoundElsewhere) {
			return nil // the draft's token, not the stored one
		}
		if err != nil {
			return err
		}
		defer stored.Wipe()
		latest := s.tokens.current(stored, tokenDestination(expanded))
		defer latest.Wipe()
		if !stored.Equal(old) && !latest.Equal(fresh) {
			return nil
		}
		return tx.PutSecret(ref, destination, fresh)
	})
}
