package localapi

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Authority is who vouches for the API: what a client is given to trust.
type Authority struct {
	PEM         string
	Certificate *x509.Certificate
}

// renewBefore is how long before its end an authority is replaced. It is no
// less than the life of a leaf, so that none outlives its authority.
const renewBefore = leafLife

func parseAuthority(text string) (Authority, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return Authority{}, errors.New("the stored authority of the local API is no certificate")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return Authority{}, fmt.Errorf("read the authority of the local API: %w", err)
	}
	return Authority{PEM: text, Certificate: certificate}, nil
}

// fresh reports whether the authority may still sign.
func (a Authority) fresh(now time.Time) bool {
	return !now.Before(a.Certificate.NotBefore) && now.Add(renewBefore).Before(a.Certificate.NotAfter)
}

// Authority returns the authority. It is made when there is none, and anew when
// the old one ends within sixty days: whoever trusts that one must then be
// given the new one. It needs an unlocked vault and no role, because the API
// starts for whoever unlocks the vault.
func (a *API) Authority(ctx context.Context) (Authority, error) {
	authority, err := a.current(ctx)
	if err == nil && authority.fresh(a.now()) {
		return authority, nil
	}
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return Authority{}, err
	}
	a.making.Lock()
	defer a.making.Unlock()
	authority, err = a.current(ctx) // another call may have made it meanwhile
	switch {
	case err == nil && authority.fresh(a.now()):
		return authority, nil
	case err == nil:
		return a.replace(ctx, "the one before ends on "+authority.Certificate.NotAfter.UTC().Format(time.DateOnly))
	case errors.Is(err, vault.ErrNoRecord):
		return a.replace(ctx, "the first one")
	}
	return Authority{}, err
}

// RenewAuthority makes a new authority at once. Whoever trusts the old one must
// be given the new one.
func (a *API) RenewAuthority(ctx context.Context) (Stored, error) {
	if _, err := a.access.MayEdit(ctx, ActionAuthorityMade); err != nil {
		return Stored{}, err
	}
	a.making.Lock()
	defer a.making.Unlock()
	if _, err := a.replace(ctx, "made on request"); err != nil {
		return Stored{}, err
	}
	return a.Get(ctx)
}

func (a *API) current(ctx context.Context) (authority Authority, err error) {
	err = a.access.View(ctx, func(tx *vault.Tx) (err error) {
		authority, err = a.authority(tx)
		return err
	})
	return authority, err
}

// replace makes an authority and keeps it with its key; the one before goes.
func (a *API) replace(ctx context.Context, why string) (Authority, error) {
	operator, err := a.access.MayRead()
	if err != nil {
		return Authority{}, err
	}
	made, key, err := newAuthority(a.vaultID(), a.now())
	if err != nil {
		return Authority{}, err
	}
	defer key.Wipe()
	err = a.access.Update(ctx, func(tx *vault.Tx) error { return a.keep(tx, operator, made, key, why) })
	if err != nil {
		return Authority{}, err
	}
	a.changed()
	return made, nil
}

func (a *API) keep(tx *vault.Tx, operator string, made Authority, key secret.Text, why string) error {
	// The record comes first: secrets belong to a record that exists.
	if _, err := a.records.Put(tx, authorityID, record{Certificate: made.PEM}, vault.AnyRevision); err != nil {
		return fmt.Errorf("keep the authority of the local API: %w", err)
	}
	if err := tx.PutSecret(keyRef(), keyDestination, key); err != nil {
		return fmt.Errorf("keep the key of the local API's authority: %w", err)
	}
	return a.journal.Append(tx, audit.Entry{
		Operator: operator, Action: ActionAuthorityMade, Subject: made.Certificate.Subject.CommonName, Detail: why,
	})
}
