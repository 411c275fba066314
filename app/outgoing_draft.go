package app

import (
	"strings"

	"patchbay/backend/apiclient"
	"patchbay/backend/credential"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func viewDraft(deploymentID string, s smtp.Settings) OutgoingDraft {
	return OutgoingDraft{
		DeploymentID: deploymentID, Enabled: s.Enabled == nil || *s.Enabled,
		Host: s.Host, Port: s.Port, Security: string(s.Security),
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       string(s.Auth), User: s.User,
		From: s.From, FromDisplayName: s.FromName, ReplyTo: s.ReplyTo, ReplyToDisplayName: s.ReplyToName,
		EnvelopeFrom: s.EnvelopeFrom, EHLOName: s.EHLOName, TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
		Password: SecretInput{Change: string(secret.Keep)},
		OAuth2: OAuth2Draft{
			ClientSecret: SecretInput{Change: string(secret.Keep)}, RefreshToken: SecretInput{Change: string(secret.Keep)},
		},
	}
}

// draft turns what is on the screen into the use case's words. done wipes its
// secrets.
func (d OutgoingDraft) draft() (draft outgoing.Draft, done func()) {
	enabled := d.Enabled
	for _, typed := range []*string{
		&d.Host, &d.Port, &d.User, &d.From, &d.FromDisplayName, &d.ReplyTo, &d.ReplyToDisplayName,
		&d.EnvelopeFrom, &d.EHLOName, &d.OAuth2.TokenURL, &d.OAuth2.AuthURL, &d.OAuth2.DeviceURL,
		&d.OAuth2.ClientID, &d.OAuth2.Scope, &d.OAuth2.ClientSecretExpires,
	} {
		*typed = strings.TrimSpace(*typed) // blanks around what was typed or pasted mean nothing
	}
	draft = outgoing.Draft{
		Revision: vault.Revision(d.Revision),
		Settings: smtp.Settings{
			Enabled: &enabled, Host: d.Host, Port: d.Port, Security: smtp.Security(d.Security),
			InsecureAllowPlainPassword: d.InsecureAllowPlainPassword,
			Auth:                       smtp.SignIn(d.Auth), User: d.User,
			From: d.From, FromName: d.FromDisplayName, ReplyTo: d.ReplyTo, ReplyToName: d.ReplyToDisplayName,
			EnvelopeFrom: d.EnvelopeFrom, EHLOName: d.EHLOName, TimeoutSeconds: d.TimeoutSeconds, CAPEM: d.CAPEM,
			OAuth2: d.OAuth2.settings(),
		},
		Secrets: smtp.SecretInputs{
			Password: d.Password.input(), ClientSecret: d.OAuth2.ClientSecret.input(), RefreshToken: d.OAuth2.RefreshToken.input(),
		},
	}
	return draft, func() {
		draft.Secrets.Password.Value.Wipe()
		draft.Secrets.ClientSecret.Value.Wipe()
		draft.Secrets.RefreshToken.Value.Wipe()
	}
}

func (o OAuth2Draft) settings() smtp.OAuth2Settings {
	return smtp.OAuth2Settings{
		Grant: smtp.Grant(o.Grant), TokenURL: o.TokenURL, AuthURL: o.AuthURL, DeviceURL: o.DeviceURL,
		ClientID: o.ClientID, ClientAuth: o.ClientAuth, ClientSecretExpires: o.ClientSecretExpires, Scope: o.Scope,
	}
}

// input reads a secret's change. An empty new value clears; anything unknown
// keeps.
func (s SecretInput) input() secret.Input {
	switch change := secret.Change(s.Change); change {
	case secret.Set, outgoing.Obtained, outgoing.Derive:
		if s.Value == "" {
			return secret.Input{Change: secret.Clear}
		}
		return secret.Input{Change: change, Value: secret.FromString(s.Value)}
	case secret.Clear, apiclient.Generate:
		return secret.Input{Change: change}
	}
	return secret.Input{Change: secret.Keep}
}

func viewOutgoing(s outgoing.Server) OutgoingServer {
	settings := s.Settings
	view := OutgoingServer{
		DeploymentID: s.DeploymentID, Configured: s.Configured(), Revision: int(s.Revision),
		ChangedAt: stamp(s.ChangedAt), Enabled: s.Enabled,
		Host: settings.Host, Port: settings.Port, Security: string(settings.Security),
		InsecureAllowPlainPassword: settings.InsecureAllowPlainPassword,
		Auth:                       string(settings.Auth), User: settings.User, Password: viewSecret(s.Password),
		OAuth2: viewOAuth2(settings.OAuth2, credential.Infos{ClientSecret: s.ClientSecret, RefreshToken: s.RefreshToken}),
		From:   settings.From, FromDisplayName: settings.FromName,
		ReplyTo: settings.ReplyTo, ReplyToDisplayName: settings.ReplyToName,
		EnvelopeFrom: settings.EnvelopeFrom, EHLOName: settings.EHLOName,
		TimeoutSeconds: settings.TimeoutSeconds, CAPEM: settings.CAPEM,
		Light: Light(s.Status.Light), Summary: s.Status.Summary,
	}
	if s.Status.Proof != nil {
		last := viewProof(*s.Status.Proof)
		view.LastProof = &last
	}
	return view
}

func viewSecret(info vault.SecretInfo) SecretView {
	return SecretView{Set: info.Set, ChangedAt: stamp(info.ChangedAt)}
}
