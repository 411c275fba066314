package apiclient

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Kinds of the vault's records. With the JSON names below they are a promise to
// old vaults.
const (
	Kind        = "apiclient"         // its secrets are of this kind as well
	KindDefault = "apiclient-default" // has the deployment's ID
	KindUse     = "apiclient-use"     // has the client's ID
	KindProofs  = "apiclient-proofs"  // has the client's ID
)

// record is the stored form of a client, without its secret.
type record struct {
	ClientID    string    `json:"clientId"`
	Description string    `json:"description,omitempty"`
	Scopes      []string  `json:"scopes,omitempty"`
	TokenURL    string    `json:"tokenUrl,omitempty"`
	ClientAuth  string    `json:"clientAuth"`
	CAPEM       string    `json:"caPem,omitempty"`
	CreatedAt   time.Time `json:"createdAt"`
	// Bound says in words what the secret was saved for. It decides nothing: the
	// vault's encryption does.
	Bound string `json:"bound,omitempty"`
}

// defaultRecord names the default client of a deployment. Without one, or when
// that client is gone, it is the oldest: making another one the default changes
// no client.
type defaultRecord struct {
	Client string `json:"client"` // ID of its record
}

// useRecord says when a client was last given a token or used one.
type useRecord struct {
	LastUsedAt time.Time `json:"lastUsedAt"`
}

func newRecords() vault.Collection[record] { return vault.NewCollection[record](Kind, 1, nil) }

func newDefaults() vault.Collection[defaultRecord] {
	return vault.NewCollection[defaultRecord](KindDefault, 1, nil)
}

func newUses() vault.Collection[useRecord] { return vault.NewCollection[useRecord](KindUse, 1, nil) }

func toRecord(s Settings) record {
	return record{
		ClientID: s.ClientID, Description: s.Description, Scopes: slices.Clone(s.Scopes),
		TokenURL: s.TokenURL, ClientAuth: s.ClientAuth, CAPEM: s.CAPEM,
	}
}

// settings are those of a record; which client is the default one stands
// elsewhere.
func (r record) settings() Settings {
	return Settings{
		ClientID: r.ClientID, Description: r.Description, Scopes: slices.Clone(r.Scopes),
		TokenURL: r.TokenURL, ClientAuth: r.ClientAuth, CAPEM: r.CAPEM,
	}
}

// deploymentOf is the deployment that a record's ID belongs to.
func deploymentOf(id string) string { return id[:strings.LastIndexByte(id, '/')] }

// get reads a client of a deployment.
func (c *Clients) get(tx *vault.Tx, deploymentID, id string) (vault.Item[record], error) {
	if !vault.IsUnder(deploymentID, id) {
		return vault.Item[record]{}, notFound()
	}
	r, meta, err := c.records.Get(tx, id)
	if errors.Is(err, vault.ErrNoRecord) {
		err = notFound()
	}
	return vault.Item[record]{ID: id, Meta: meta, Value: r}, err
}

// defaultOf returns the ID of the default client among those of a deployment, ""
// without any.
func (c *Clients) defaultOf(tx *vault.Tx, deploymentID string, own []vault.Item[record]) (string, error) {
	if len(own) == 0 {
		return "", nil
	}
	chosen, _, err := c.defaults.Get(tx, deploymentID)
	if err = vault.Optional(err); err != nil {
		return "", err
	}
	if slices.ContainsFunc(own, func(item vault.Item[record]) bool { return item.ID == chosen.Client }) {
		return chosen.Client, nil
	}
	oldest := slices.MinFunc(own, func(a, b vault.Item[record]) int {
		return cmp.Or(a.Value.CreatedAt.Compare(b.Value.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return oldest.ID, nil
}

// named returns the ID of the client with a client ID, "" without one.
func named(own []vault.Item[record], clientID string) string {
	for _, item := range own {
		if item.Value.ClientID == clientID {
			return item.ID
		}
	}
	return ""
}

// NameIn returns the client ID of a client in a vault or a backup, or
// [vault.ErrNoRecord].
func NameIn(tx *vault.Tx, id string) (string, error) {
	r, _, err := newRecords().Get(tx, id)
	return r.ClientID, err
}

func notFound() *fault.Fault {
	return fault.New(fault.NotFound, CodeNotFound, "this deployment has no such API client").
		WithHint("list them with: patchbay client list")
}
