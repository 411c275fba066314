package app

import (
	"strings"

	"patchbay/backend/credential"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func viewMailboxDraft(deploymentID string, s imap.Settings) MailboxDraft {
	keep := SecretInput{Change: string(secret.Keep)}
	return MailboxDraft{
		DeploymentID: deploymentID, Mailbox: s.Mailbox,
		Host: s.Host, Port: s.Port, Security: string(s.Security),
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       string(s.Auth), User: s.User, Name: s.Name, Description: s.Description,
		TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
		Password: keep, OAuth2: OAuth2Draft{ClientSecret: keep, RefreshToken: keep},
	}
}

// draft turns what is on the screen into the use case's words. done wipes its
// secrets.
func (d MailboxDraft) draft() (draft mailbox.Draft, done func()) {
	for _, typed := range []*string{
		&d.Mailbox, &d.Host, &d.Port, &d.User, &d.Name, &d.Description, &d.OAuth2.TokenURL, &d.OAuth2.AuthURL,
		&d.OAuth2.DeviceURL, &d.OAuth2.ClientID, &d.OAuth2.Scope, &d.OAuth2.ClientSecretExpires,
	} {
		*typed = strings.TrimSpace(*typed) // blanks around what was typed or pasted mean nothing
	}
	draft = mailbox.Draft{
		ID: d.ID, Revision: vault.Revision(d.Revision),
		Settings: imap.Settings{
			Mailbox: d.Mailbox, Name: d.Name, Description: d.Description,
			Settings: account.Settings{
				Host: d.Host, Port: d.Port, Security: account.Security(d.Security),
				InsecureAllowPlainPassword: d.InsecureAllowPlainPassword,
				Auth:                       account.SignIn(d.Auth), User: d.User, OAuth2: d.OAuth2.settings(),
				TimeoutSeconds: d.TimeoutSeconds, CAPEM: d.CAPEM,
			},
		},
		Secrets: account.SecretInputs{
			Password: d.Password.input(), ClientSecret: d.OAuth2.ClientSecret.input(), RefreshToken: d.OAuth2.RefreshToken.input(),
		},
	}
	return draft, draft.Secrets.Wipe
}

func viewMailbox(m mailbox.Mailbox) Mailbox {
	s := m.Settings
	view := Mailbox{
		DeploymentID: m.DeploymentID, ID: m.ID, Revision: int(m.Revision), ChangedAt: stamp(m.ChangedAt),
		Mailbox: s.Mailbox, Host: s.Host, Port: s.Port, Security: string(s.Security),
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       string(s.Auth), User: s.User, Password: viewSecret(m.Secrets.Password),
		OAuth2: viewOAuth2(s.OAuth2, m.Secrets),
		Name:   s.Name, Description: s.Description, TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
		Aliases: make([]MailboxAlias, len(m.Aliases)),
		Light:   Light(m.Status.Light), Summary: m.Status.Summary,
	}
	for i, alias := range m.Aliases {
		view.Aliases[i] = viewAlias(alias)
	}
	if m.Status.Proof != nil {
		last := viewProof(*m.Status.Proof)
		view.LastProof = &last
	}
	return view
}

func viewMailboxes(all []mailbox.Summary) MailboxList {
	view := MailboxList{Rows: make([]MailboxRow, len(all))}
	for i, s := range all {
		view.Rows[i] = MailboxRow{
			ID: s.ID, Revision: int(s.Revision), Mailbox: s.Settings.Mailbox, Host: s.Settings.Host, Port: s.Settings.Port,
			Security: string(s.Settings.Security), Auth: string(s.Settings.Auth),
			Name: s.Settings.Name, Description: s.Settings.Description, Aliases: s.Aliases,
			Light: Light(s.Status.Light), Summary: s.Status.Summary, Code: s.Code, Cause: s.Cause, ProvedAt: stamp(s.ProvedAt),
		}
	}
	return view
}

func viewAlias(a mailbox.Alias) MailboxAlias {
	return MailboxAlias{
		ID: a.ID, MailboxID: a.MailboxID, Mailbox: a.Mailbox, Revision: int(a.Revision),
		Address: a.Address, Workspace: a.Workspace, ProjectType: a.ProjectType, Client: a.Client,
	}
}

func (d MailboxAliasDraft) alias() mailbox.Alias {
	return mailbox.Alias{
		ID: d.ID, MailboxID: d.MailboxID, Revision: vault.Revision(d.Revision), Address: strings.TrimSpace(d.Address),
		Workspace: strings.TrimSpace(d.Workspace), ProjectType: strings.TrimSpace(d.ProjectType), Client: strings.TrimSpace(d.Client),
	}
}

func viewOAuth2(o account.OAuth2Settings, secrets credential.Infos) StoredOAuth2 {
	return StoredOAuth2{
		Grant: string(o.Grant), TokenURL: o.TokenURL, AuthURL: o.AuthURL, DeviceURL: o.DeviceURL,
		ClientID: o.ClientID, ClientAuth: o.ClientAuth, ClientSecret: viewSecret(secrets.ClientSecret),
		ClientSecretExpires: o.ClientSecretExpires, Scope: o.Scope, RefreshToken: viewSecret(secrets.RefreshToken),
	}
}
