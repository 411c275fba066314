package api

import (
	"maps"

	"github.com/danielgtaylor/huma/v2"
)

// accountFields are those that mail accounts have in common.
func accountFields() map[string]*huma.Schema {
	return map[string]*huma.Schema{
		"host":                       text("Name or address of the server."),
		"port":                       portSchema(),
		"security":                   choice("Wins over the switches.", "", "implicit-tls", "starttls", "none"),
		"insecureAllowPlainPassword": flag("Needed for a password without encryption."),
		"auth":                       choice("How to sign in.", "", "none", "password", "oauth2"),
		"user":                       text("User name."),
		"password":                   secretText("Left out, the kept one stays; empty, it is removed."),
		"oauth2":                     oauth2Schema(),
		"timeoutSeconds":             number("For each step.", 0, 300),
		"caPem":                      text("Authorities that are trusted beside the system's."),
	}
}

func oauth2Schema() *huma.Schema {
	return object(nil, map[string]*huma.Schema{
		"grant":               choice("How the token is obtained.", "", "client_credentials", "refresh_token"),
		"tokenUrl":            text("Token endpoint."),
		"authUrl":             text("Authorization endpoint."),
		"deviceUrl":           text("Device authorization endpoint."),
		"clientId":            text("Client ID."),
		"clientSecret":        secretText("Client secret."),
		"clientSecretExpires": text("Day on which the secret ends, YYYY-MM-DD."),
		"clientAuth":          text("How the client proves itself."),
		"scope":               text("Scopes, separated by blanks."),
		"refreshToken":        secretText("Refresh token."),
	})
}

func smtpSchema() *huma.Schema {
	fields := accountFields()
	maps.Copy(fields, map[string]*huma.Schema{
		"enabled":            flag("Switches notification mail."),
		"starttls":           flag("Security STARTTLS."),
		"ssl":                flag("Security implicit TLS; wins over starttls."),
		"from":               text("Address of the sender."),
		"fromDisplayName":    text("Name of the sender."),
		"replyTo":            text("Address for replies."),
		"replyToDisplayName": text("Name for replies."),
		"envelopeFrom":       text("Address for bounces."),
		"ehloName":           text("Name that is given to the server."),
	})
	return object([]string{"host", "from"}, fields)
}

func mailboxSchema() *huma.Schema {
	fields := accountFields()
	maps.Copy(fields, map[string]*huma.Schema{
		"mailbox":     text("Address of the mailbox; with PUT it may be left out."),
		"name":        text("Name of the mailbox."),
		"description": text("What it is for."),
		"secure":      flag("Security implicit TLS, or none."),
	})
	return object([]string{"host", "name", "description"}, fields)
}
