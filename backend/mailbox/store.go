package mailbox

import (
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// Kinds of the vault's records. With the JSON names below they are a promise to
// old vaults.
const (
	Kind       = "mailbox" // its secrets are of this kind as well
	KindAlias  = "mailbox-alias"
	KindState  = "mailbox-state" // has the mailbox's ID
	KindProofs = "mailbox-proof" // has the mailbox's ID
)

// record is the stored form of a mailbox, without its secrets.
type record struct {
	Mailbox                    string `json:"mailbox"`
	Name                       string `json:"name"`
	Description                string `json:"description"`
	Host                       string `json:"host"`
	Port                       string `json:"port,omitempty"`
	Security                   string `json:"security"`
	InsecureAllowPlainPassword bool   `json:"insecureAllowPlainPassword,omitempty"`
	Auth                       string `json:"auth"`
	User                       string `json:"user,omitempty"`
	Grant                      string `json:"grant,omitempty"`
	TokenURL                   string `json:"tokenUrl,omitempty"`
	AuthURL                    string `json:"authUrl,omitempty"`
	DeviceURL                  string `json:"deviceUrl,omitempty"`
	ClientID                   string `json:"clientId,omitempty"`
	ClientAuth                 string `json:"clientAuth,omitempty"`
	ClientSecretExpires        string `json:"clientSecretExpires,omitempty"`
	Scope                      string `json:"scope,omitempty"`
	TimeoutSeconds             int    `json:"timeoutSeconds,omitempty"`
	CAPEM                      string `json:"caPem,omitempty"`
	// Bound is what the stored secrets were saved for, to be shown. It decides
	// nothing: the vault's encryption does.
	Bound map[string]string `json:"bound,omitempty"`
}

// aliasRecord is the stored form of an alias.
type aliasRecord struct {
	MailboxID   string `json:"mailboxId"`
	Address     string `json:"address"`
	Workspace   string `json:"workspace"`
	ProjectType string `json:"projectType,omitempty"`
	Client      string `json:"client,omitempty"`
}

func toRecord(s imap.Settings) record {
	o := s.OAuth2
	return record{
		Mailbox: s.Mailbox, Name: s.Name, Description: s.Description,
		Host: s.Host, Port: s.Port, Security: string(s.Security),
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       string(s.Auth), User: s.User,
		Grant: string(o.Grant), TokenURL: o.TokenURL, AuthURL: o.AuthURL, DeviceURL: o.DeviceURL,
		ClientID: o.ClientID, ClientAuth: o.ClientAuth, ClientSecretExpires: o.ClientSecretExpires, Scope: o.Scope,
		TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
	}
}

func (r record) settings() imap.Settings {
	return imap.Settings{
		Mailbox: r.Mailbox, Name: r.Name, Description: r.Description,
		Settings: account.Settings{
			Host: r.Host, Port: r.Port, Security: account.Security(r.Security),
			InsecureAllowPlainPassword: r.InsecureAllowPlainPassword,
			Auth:                       account.SignIn(r.Auth), User: r.User,
			OAuth2: account.OAuth2Settings{
				Grant: account.Grant(r.Grant), TokenURL: r.TokenURL, AuthURL: r.AuthURL, DeviceURL: r.DeviceURL,
				ClientID: r.ClientID, ClientAuth: r.ClientAuth, ClientSecretExpires: r.ClientSecretExpires, Scope: r.Scope,
			},
			TimeoutSeconds: r.TimeoutSeconds, CAPEM: r.CAPEM,
		},
	}
}

// expanded are a record's settings with defaults and variables.
func (r record) expanded(lookup lookup) imap.Settings {
	expanded, _ := r.settings().WithDefaults().Expand(lookup)
	return expanded
}

func newRecords() vault.Collection[record] { return vault.NewCollection[record](Kind, 1, nil) }

func newAliases() vault.Collection[aliasRecord] {
	return vault.NewCollection[aliasRecord](KindAlias, 1, nil)
}

func newStates() vault.Collection[stateRecord] {
	return vault.NewCollection[stateRecord](KindState, 1, nil)
}

// get reads a mailbox of a deployment.
func (m *Mailboxes) get(tx *vault.Tx, deploymentID, id string) (record, vault.Meta, error) {
	if !vault.IsUnder(deploymentID, id) {
		return record{}, vault.Meta{}, notFound()
	}
	r, meta, err := m.records.Get(tx, id)
	if errors.Is(err, vault.ErrNoRecord) {
		err = notFound()
	}
	return r, meta, err
}

func notFound() error {
	return fault.New(fault.NotFound, CodeNotFound, "this deployment has no such mailbox").
		WithHint("list them with: patchbay mailbox list")
}

func isNotFound(err error) bool { return fault.HasCode(err, CodeNotFound) }
