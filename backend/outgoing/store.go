package outgoing

import (
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Record kinds. With the JSON names below they are a promise to old vaults.
const (
	kindServer = "outgoing"
	kindProofs = "outgoing-proofs"
)

// record is the stored form of a server, without its secrets.
type record struct {
	Enabled                    bool   `json:"enabled"`
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
	From                       string `json:"from"`
	FromName                   string `json:"fromName,omitempty"`
	ReplyTo                    string `json:"replyTo,omitempty"`
	ReplyToName                string `json:"replyToName,omitempty"`
	EnvelopeFrom               string `json:"envelopeFrom,omitempty"`
	EHLOName                   string `json:"ehloName,omitempty"`
	TimeoutSeconds             int    `json:"timeoutSeconds,omitempty"`
	CAPEM                      string `json:"caPem,omitempty"`
	// Bound is what the stored secrets were saved for, to be shown. It decides
	// nothing: the vault's encryption does.
	Bound map[string]string `json:"bound,omitempty"`
}

func toRecord(s smtp.Settings) record {
	return record{
		Enabled: s.Enabled == nil || *s.Enabled,
		Host:    s.Host, Port: s.Port, Security: string(s.Security),
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       string(s.Auth), User: s.User,
		Grant: string(s.OAuth2.Grant), TokenURL: s.OAuth2.TokenURL, AuthURL: s.OAuth2.AuthURL, DeviceURL: s.OAuth2.DeviceURL,
		ClientID: s.OAuth2.ClientID, ClientAuth: s.OAuth2.ClientAuth,
		ClientSecretExpires: s.OAuth2.ClientSecretExpires, Scope: s.OAuth2.Scope,
		From: s.From, FromName: s.FromName, ReplyTo: s.ReplyTo, ReplyToName: s.ReplyToName,
		EnvelopeFrom: s.EnvelopeFrom, EHLOName: s.EHLOName, TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
	}
}

func (r record) settings() smtp.Settings {
	enabled := r.Enabled
	return smtp.Settings{
		Enabled: &enabled,
		Host:    r.Host, Port: r.Port, Security: smtp.Security(r.Security),
		InsecureAllowPlainPassword: r.InsecureAllowPlainPassword,
		Auth:                       smtp.SignIn(r.Auth), User: r.User,
		OAuth2: smtp.OAuth2Settings{
			Grant: smtp.Grant(r.Grant), TokenURL: r.TokenURL, AuthURL: r.AuthURL, DeviceURL: r.DeviceURL,
			ClientID: r.ClientID, ClientAuth: r.ClientAuth, ClientSecretExpires: r.ClientSecretExpires, Scope: r.Scope,
		},
		From: r.From, FromName: r.FromName, ReplyTo: r.ReplyTo, ReplyToName: r.ReplyToName,
		EnvelopeFrom: r.EnvelopeFrom, EHLOName: r.EHLOName, TimeoutSeconds: r.TimeoutSeconds, CAPEM: r.CAPEM,
	}
}

func newServers() vault.Collection[record] { return vault.NewCollection[record](kindServer, 1, nil) }

func newProofs() *evidence.Ledger { return evidence.NewLedger(kindProofs, words()) }
