package handover

import (
	"errors"

	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/vault"
)

// Kinds of the vault's records, which have the IDs of deployments. With the JSON
// names below they are a promise to old vaults.
const (
	KindMailAPI  = "handover-mail-api" // its secret is of this kind as well
	KindReceipts = "handover-receipts"
)

// record is the stored form of a target, without its secret.
type record struct {
	Form           string `json:"form"`
	URL            string `json:"url"`
	TokenURL       string `json:"tokenUrl,omitempty"`
	ClientID       string `json:"clientId,omitempty"`
	ClientAuth     string `json:"clientAuth,omitempty"`
	Scope          string `json:"scope,omitempty"`
	CAPEM          string `json:"caPem,omitempty"`
	TimeoutSeconds int    `json:"timeoutSeconds,omitempty"`
	// Bound says in words what the stored secret was saved for. It decides
	// nothing: the vault's encryption does.
	Bound string `json:"bound,omitempty"`
}

func toRecord(s mailapi.Settings) record {
	return record{
		Form: string(s.Form), URL: s.URL, TokenURL: s.TokenURL, ClientID: s.ClientID, ClientAuth: s.ClientAuth,
		Scope: s.Scope, CAPEM: s.CAPEM, TimeoutSeconds: s.TimeoutSeconds,
	}
}

func (r record) settings() mailapi.Settings {
	return mailapi.Settings{
		Form: mailapi.Form(r.Form), URL: r.URL, TokenURL: r.TokenURL, ClientID: r.ClientID, ClientAuth: r.ClientAuth,
		Scope: r.Scope, CAPEM: r.CAPEM, TimeoutSeconds: r.TimeoutSeconds,
	}
}

func newRecords() vault.Collection[record] { return vault.NewCollection[record](KindMailAPI, 1, nil) }

func newReceipts() vault.Collection[receiptsRecord] {
	return vault.NewCollection[receiptsRecord](KindReceipts, 1, nil)
}

// NameIn returns the URL that a target of a vault or a backup leads to, or
// [vault.ErrNoRecord]. One that was never saved is called by its newest receipt.
func NameIn(tx *vault.Tx, deploymentID string) (string, error) {
	r, _, err := newRecords().Get(tx, deploymentID)
	if !errors.Is(err, vault.ErrNoRecord) {
		return r.URL, err
	}
	kept, _, err := newReceipts().Get(tx, deploymentID)
	if err != nil || len(kept.Receipts) == 0 {
		return "", err
	}
	return kept.Receipts[0].URL, nil
}

// RemoveAll deletes what belongs to a deployment that goes.
func (t *Targets) RemoveAll(tx *vault.Tx, deploymentID string) error {
	if err := vault.Optional(t.receipts.Delete(tx, deploymentID, vault.AnyRevision)); err != nil {
		return err
	}
	return vault.Optional(t.records.Delete(tx, deploymentID, vault.AnyRevision)) // and its secret
}
