package credential

import (
	"context"
	"errors"
	"slices"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// PrepareRequest asks for the secrets of a draft that is proved.
type PrepareRequest struct {
	ID      string // of the record that owns the stored secrets
	Settled *Settled
	// Entry is what the journal is told when a stored secret is bound elsewhere;
	// Detail and Refused are filled in. Bound is what [Keeper.Store] returned
	// for the record.
	Entry audit.Entry
	Bound map[string]string
}

// Prepared are the secrets that a proof may use.
type Prepared struct {
	// Secrets follow the renewal of a refresh token: after the proof they hold
	// what the provider has put in its place.
	Secrets account.Secrets
	// Blocked explains why the proof must not begin; nil when nothing stands
	// against it.
	Blocked *proof.Finding
	// Rotated is to be called with a refresh token that the provider has put in
	// the place of the used one, before the access token is used: the old one may
	// be worth nothing from then on. It is nil when none is used.
	Rotated func(refreshToken secret.Text) error

	end func()
}

// Done wipes the secrets, and lets the next proof with the same refresh token
// begin.
func (p *Prepared) Done() {
	p.Secrets.Wipe()
	p.end()
}

// Prepare gathers what a proof of a draft may use. It waits while another proof
// uses the same refresh token, until ctx ends: cancelling stops neither reading
// nor what the journal is told, because a cancelled proof says so in its steps.
func (k *Keeper) Prepare(ctx context.Context, r PrepareRequest) (*Prepared, error) {
	reading := context.WithoutCancel(ctx)
	p := &Prepared{end: func() {}}
	blocked, err := k.fill(reading, p, r)
	if err != nil {
		return nil, err
	}
	if p.Secrets.RefreshToken.IsSet() {
		var waited bool
		p.end, waited = k.tokens.turn(ctx, p.Secrets.RefreshToken, tokenDestination(r.Settled.Expanded))
		if waited { // the stored one may be another by now
			blocked, err = k.fill(reading, p, r)
		}
	}
	if err != nil {
		p.Done()
		return nil, err
	}
	if len(blocked) > 0 {
		k.recordElsewhere(reading, r.Entry, blocked, r.Bound)
	}
	p.Blocked = stopped(blocked, r.Settled.Faults)
	k.follow(reading, p, r)
	return p, nil
}

func (k *Keeper) fill(ctx context.Context, p *Prepared, r PrepareRequest) (blocked []string, err error) {
	p.Secrets.Wipe()
	err = k.access.View(ctx, func(tx *vault.Tx) (err error) {
		p.Secrets, blocked, err = k.Gather(tx, r.ID, r.Settled)
		return err
	})
	return blocked, err
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

func boundElsewhere(fields []string) *proof.Finding {
	remedy := "Enter it again for the new destination."
	if slices.Contains(fields, fieldRefreshToken) {
		remedy = "Enter it again for the new destination; for a refresh token, sign in at the provider again."
	}
	return &proof.Finding{
		Code: CodeBoundElsewhere,
		Cause: "The stored " + strings.Join(fields, " and ") + " was saved for another destination. " +
			"A stored secret is only ever sent where it was saved for: a password to its host, port, security and user name, " +
			"a secret of OAuth 2.0 to its provider, its client ID, and the mail server that its tokens are shown to.",
		Remedy: remedy,
		Fields: fields,
	}
}

// follow uses the newest refresh token, and keeps the one that the provider
// may put in its place.
func (k *Keeper) follow(ctx context.Context, p *Prepared, r PrepareRequest) {
	used := &p.Secrets.RefreshToken
	if !used.IsSet() {
		return
	}
	from, epoch := tokenDestination(r.Settled.Expanded), k.tokens.now()
	stale := *used
	*used = k.tokens.current(stale, from)
	stale.Wipe()
	p.Rotated = func(fresh secret.Text) error {
		old := *used
		*used = fresh.Clone()
		k.tokens.replace(old, fresh, from, epoch)
		err := k.replaceStored(ctx, r, old, *used)
		old.Wipe()
		return err
	}
}

// replaceStored puts a fresh refresh token in the place of the stored one, if
// that is one it has replaced.
func (k *Keeper) replaceStored(ctx context.Context, r PrepareRequest, old, fresh secret.Text) error {
	slot, expanded := refreshTokenSlot(), r.Settled.Expanded
	return k.access.Update(ctx, func(tx *vault.Tx) error {
		destination := slot.destination(k.protocol, expanded)
		stored, err := tx.Secret(slot.ref(k.kind, r.ID), destination)
		if errors.Is(err, vault.ErrNoRecord) || fault.HasCode(err, vault.CodeSecretBoundElsewhere) {
			return nil // the draft's token, not the stored one
		}
		if err != nil {
			return err
		}
		defer stored.Wipe()
		latest := k.tokens.current(stored, tokenDestination(expanded))
		defer latest.Wipe()
		if !stored.Equal(old) && !latest.Equal(fresh) {
			return nil
		}
		return tx.PutSecret(slot.ref(k.kind, r.ID), destination, fresh)
	})
}
