package localapi

import (
	"errors"
	"fmt"

	"patchbay/backend/vault"
)

// Kind is that of the vault's records, and of the authority's key. With the IDs
// and the JSON names below it is a promise to old vaults.
const Kind = "localapi"

// The two records: what the operator chose, and what was made for it. They are
// apart so that an authority that renews itself is no change of the settings
// somebody is editing.
const (
	settingsID  = "vault"
	authorityID = "authority"
)

// record is the stored form of either.
type record struct {
	StartAtUnlock bool   `json:"startAtUnlock,omitempty"`
	Host          string `json:"host,omitempty"`
	Port          uint16 `json:"port,omitempty"`
	Certificate   string `json:"certificate,omitempty"` // the authority's, PEM
}

func toRecord(s Settings) record {
	return record{StartAtUnlock: s.StartAtUnlock, Host: s.Host, Port: s.Port}
}

func (r record) settings() Settings {
	return Settings{StartAtUnlock: r.StartAtUnlock, Host: r.Host, Port: r.Port}.withDefaults()
}

func newRecords() vault.Collection[record] { return vault.NewCollection[record](Kind, 1, nil) }

// keyRef names the authority's key. It goes nowhere: its destination is the
// authority itself.
func keyRef() vault.SecretRef {
	return vault.SecretRef{Kind: Kind, ID: authorityID, Field: "authorityKey"}
}

const keyDestination = "localapi|authority"

// NameIn names a record in a vault or a backup, or returns [vault.ErrNoRecord].
func NameIn(tx *vault.Tx, id string) (string, error) {
	if _, err := newRecords().Meta(tx, id); err != nil {
		return "", err
	}
	if id == authorityID {
		return "Authority of the local API", nil
	}
	return "Local API", nil
}

// read returns what is kept, or what holds while nothing is.
func (a *API) read(tx *vault.Tx) (Stored, error) {
	stored := Stored{Settings: Settings{}.withDefaults()}
	kept, meta, err := a.records.Get(tx, settingsID)
	switch {
	case err == nil:
		stored.Settings, stored.Revision, stored.ChangedAt = kept.settings(), meta.Revision, meta.ChangedAt
	case !errors.Is(err, vault.ErrNoRecord):
		return Stored{}, fmt.Errorf("read the settings of the local API: %w", err)
	}
	authority, err := a.authority(tx)
	if errors.Is(err, vault.ErrNoRecord) {
		return stored, nil
	}
	stored.Authority = &authority
	return stored, err
}

// authority returns the one that is kept, or [vault.ErrNoRecord].
func (a *API) authority(tx *vault.Tx) (Authority, error) {
	kept, _, err := a.records.Get(tx, authorityID)
	if err != nil {
		return Authority{}, err
	}
	return parseAuthority(kept.Certificate)
}
