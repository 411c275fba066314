package idp

import (
	"errors"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// Kinds of the vault's records. With the JSON names below they are a promise to
// old vaults.
const (
	Kind       = "idp" // its secrets are of this kind as well
	KindState  = "idp-state"
	KindProofs = "idp-proofs" // has the provider's ID and "/check" or "/signin"
)

// record is the stored form of a provider, without its secrets: its document,
// whose names are a promise by themselves.
type record struct {
	Document signin.Document `json:"document"`
	// Bound says in words what the stored secrets were saved for. It decides
	// nothing: the vault's encryption does.
	Bound map[string]string `json:"bound,omitempty"`
}

func toRecord(s signin.Settings) record {
	if s.Enabled == nil {
		s.Enabled = new(true)
	}
	return record{Document: s.Document(signin.SecretViews{})}
}

func (r record) settings() signin.Settings { return r.Document.Settings() }

func (r record) enabled() bool { return r.Document.Enabled == nil || *r.Document.Enabled }

// expanded are a record's settings with defaults and variables.
func (r record) expanded(lookup lookup) signin.Settings {
	expanded, _ := r.settings().WithDefaults().Expand(lookup)
	return expanded
}

func newRecords() vault.Collection[record] { return vault.NewCollection[record](Kind, 1, nil) }

func newStates() vault.Collection[stateRecord] {
	return vault.NewCollection[stateRecord](KindState, 1, nil)
}

// get reads a provider of a deployment.
func (p *Providers) get(tx *vault.Tx, deploymentID, id string) (record, vault.Meta, error) {
	if !vault.IsUnder(deploymentID, id) {
		return record{}, vault.Meta{}, notFound()
	}
	r, meta, err := p.records.Get(tx, id)
	if errors.Is(err, vault.ErrNoRecord) {
		err = notFound()
	}
	return r, meta, err
}

func notFound() error {
	return fault.New(fault.NotFound, CodeNotFound, "this deployment has no such sign-in provider").
		WithHint("list them with: patchbay idp list")
}

// fold is the form in which names are compared.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// named returns the ID of the provider with a name, "" without one.
func (p *Providers) named(tx *vault.Tx, deploymentID, name string) (string, error) {
	own, err := p.records.Under(tx, deploymentID)
	if err != nil {
		return "", err
	}
	for _, item := range own {
		if fold(item.Value.Document.Name) == fold(name) {
			return item.ID, nil
		}
	}
	return "", nil
}
