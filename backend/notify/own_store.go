package notify

import (
	"patchbay/backend/protocol/smtp"
)

// ownRecord is the stored form of an action's own server.
type ownRecord struct {
	Host                       string `json:"host,omitempty"`
	Port                       string `json:"port,omitempty"`
	Security                   string `json:"security,omitempty"`
	InsecureAllowPlainPassword bool   `json:"insecureAllowPlainPassword,omitempty"`
	Auth                       string `json:"auth,omitempty"`
	User                       string `json:"user,omitempty"`
	Grant                      string `json:"grant,omitempty"`
	TokenURL                   string `json:"tokenUrl,omitempty"`
	AuthURL                    string `json:"authUrl,omitempty"`
	DeviceURL                  string `json:"deviceUrl,omitempty"`
	ClientID                   string `json:"clientId,omitempty"`
	ClientAuth                 string `json:"clientAuth,omitempty"`
	ClientSecretExpires        string `json:"clientSecretExpires,omitempty"`
	Scope                      string `json:"scope,omitempty"`
	From                       string `json:"from,omitempty"`
	FromName                   string `json:"fromName,omitempty"`
	ReplyTo                    string `json:"replyTo,omitempty"`
	ReplyToName                string `json:"replyToName,omitempty"`
	EnvelopeFrom               string `json:"envelopeFrom,omitempty"`
	EHLOName                   string `json:"ehloName,omitempty"`
	TimeoutSeconds             int    `json:"timeoutSeconds,omitempty"`
	CAPEM                      string `json:"caPem,omitempty"`
}

func toOwnRecord(own *Own) *ownRecord {
	if own == nil {
		return nil
	}
	s := own.Server
	o := s.OAuth2
	return &ownRecord{
		Host: s.Host, Port: s.Port, Security: string(s.Security),
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword, Auth: string(s.Auth), User: s.User,
		Grant: string(o.Grant), TokenURL: o.TokenURL, AuthURL: o.AuthURL, DeviceURL: o.DeviceURL,
		ClientID: o.ClientID, ClientAuth: o.ClientAuth, ClientSecretExpires: o.ClientSecretExpires, Scope: o.Scope,
		From: s.From, FromName: s.FromName, ReplyTo: s.ReplyTo, ReplyToName: s.ReplyToName,
		EnvelopeFrom: s.EnvelopeFrom, EHLOName: s.EHLOName, TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
	}
}

func (r *ownRecord) own() *Own {
	if r == nil {
		return nil
	}
	return &Own{Server: smtp.Settings{
		Host: r.Host, Port: r.Port, Security: smtp.Security(r.Security),
		InsecureAllowPlainPassword: r.InsecureAllowPlainPassword, Auth: smtp.SignIn(r.Auth), User: r.User,
		OAuth2: smtp.OAuth2Settings{
			Grant: smtp.Grant(r.Grant), TokenURL: r.TokenURL, AuthURL: r.AuthURL, DeviceURL: r.DeviceURL,
			ClientID: r.ClientID, ClientAuth: r.ClientAuth, ClientSecretExpires: r.ClientSecretExpires, Scope: r.Scope,
		},
		From: r.From, FromName: r.FromName, ReplyTo: r.ReplyTo, ReplyToName: r.ReplyToName,
		EnvelopeFrom: r.EnvelopeFrom, EHLOName: r.EHLOName, TimeoutSeconds: r.TimeoutSeconds, CAPEM: r.CAPEM,
	}}
}
