package network

import (
	"errors"

	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// The record's kind and identifier. With the JSON names below they are a
// promise to old vaults.
const (
	kindNetwork = "network"
	recordID    = "vault"
)

// record is the stored form, without the password.
type record struct {
	Proxy    string `json:"proxy"`
	Scheme   string `json:"scheme,omitempty"`
	Address  string `json:"address,omitempty"`
	User     string `json:"user,omitempty"`
	Resolver string `json:"resolver,omitempty"`
}

func toRecord(s Settings) record {
	return record{
		Proxy: string(s.Proxy), Scheme: string(s.Scheme), Address: s.Address, User: s.User, Resolver: s.Resolver,
	}
}

func (r record) settings() Settings {
	return Settings{
		Proxy: Mode(r.Proxy), Scheme: dial.ProxyScheme(r.Scheme), Address: r.Address, User: r.User, Resolver: r.Resolver,
	}
}

func newRecords() vault.Collection[record] { return vault.NewCollection[record](kindNetwork, 1, nil) }

func passwordRef() vault.SecretRef {
	return vault.SecretRef{Kind: kindNetwork, ID: recordID, Field: "password"}
}

// read returns what is kept, or what holds while nothing is.
func (r *Routes) read(tx *vault.Tx) (Stored, error) {
	kept, meta, err := r.records.Get(tx, recordID)
	if errors.Is(err, vault.ErrNoRecord) {
		return Stored{Settings: Settings{}.withDefaults()}, nil
	}
	if err != nil {
		return Stored{}, err
	}
	info, err := tx.SecretInfo(passwordRef())
	return Stored{Settings: kept.settings(), Password: info, Revision: meta.Revision, ChangedAt: meta.ChangedAt}, err
}
