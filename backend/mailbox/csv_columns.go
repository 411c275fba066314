package mailbox

import (
	"strconv"
	"strings"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/secret"
)

// column is one column of the file. One of its three roles is set.
type column struct {
	name string // as in the mailbox document
	// heading is what other systems call it, in lower case; "" when they do not.
	heading string
	setting *settingCell
	secret  func(*account.SecretInputs) *secret.Input
	alias   func(*Alias) *string
}

// settingCell reads and writes a setting as text. set returns what is wrong
// with the text, "" when nothing is; "" sets the default.
type settingCell struct {
	get func(*imap.Settings) string
	set func(*imap.Settings, string) string
}

// The columns with rules of their own.
const (
	columnMailbox  = "mailbox"
	columnSecurity = "security"
	columnSecure   = "secure"
	columnAlias    = "alias"
)

// columns are all that a file may have, in the order in which they are written.
// A row with an alias belongs to the mailbox that it names; a row without one is
// that mailbox.
func columns() []column {
	return []column{
		{name: columnMailbox, setting: text(func(s *imap.Settings) *string { return &s.Mailbox })},
		{name: "name", heading: "configuration name", setting: text(func(s *imap.Settings) *string { return &s.Name })},
		{name: "description", setting: text(func(s *imap.Settings) *string { return &s.Description })},
		{name: "host", setting: text(func(s *imap.Settings) *string { return &s.Host })},
		{name: "port", setting: text(func(s *imap.Settings) *string { return &s.Port })},
		{name: columnSecurity, setting: text(func(s *imap.Settings) *account.Security { return &s.Security })},
		{name: columnSecure, heading: "use secure connection (https)", setting: secureCell()},
		{name: "insecureAllowPlainPassword", setting: flag(func(s *imap.Settings) *bool { return &s.InsecureAllowPlainPassword })},
		{name: "auth", setting: text(func(s *imap.Settings) *account.SignIn { return &s.Auth })},
		{name: "user", heading: "user name", setting: text(func(s *imap.Settings) *string { return &s.User })},
		{name: "password", secret: func(i *account.SecretInputs) *secret.Input { return &i.Password }},
		{name: "oauth2.grant", setting: text(func(s *imap.Settings) *account.Grant { return &s.OAuth2.Grant })},
		{name: "oauth2.tokenUrl", setting: text(func(s *imap.Settings) *string { return &s.OAuth2.TokenURL })},
		{name: "oauth2.authUrl", setting: text(func(s *imap.Settings) *string { return &s.OAuth2.AuthURL })},
		{name: "oauth2.deviceUrl", setting: text(func(s *imap.Settings) *string { return &s.OAuth2.DeviceURL })},
		{name: "oauth2.clientId", setting: text(func(s *imap.Settings) *string { return &s.OAuth2.ClientID })},
		{name: "oauth2.clientAuth", setting: text(func(s *imap.Settings) *string { return &s.OAuth2.ClientAuth })},
		{name: "oauth2.clientSecretExpires", setting: text(func(s *imap.Settings) *string { return &s.OAuth2.ClientSecretExpires })},
		{name: "oauth2.scope", setting: text(func(s *imap.Settings) *string { return &s.OAuth2.Scope })},
		{name: "oauth2.clientSecret", secret: func(i *account.SecretInputs) *secret.Input { return &i.ClientSecret }},
		{name: "oauth2.refreshToken", secret: func(i *account.SecretInputs) *secret.Input { return &i.RefreshToken }},
		{name: "timeoutSeconds", setting: number(func(s *imap.Settings) *int { return &s.TimeoutSeconds })},
		{name: "caPem", setting: text(func(s *imap.Settings) *string { return &s.CAPEM })},
		{name: columnAlias, alias: func(a *Alias) *string { return &a.Address }},
		{name: "workspace", alias: func(a *Alias) *string { return &a.Workspace }},
		{name: "projectType", heading: "project type", alias: func(a *Alias) *string { return &a.ProjectType }},
		{name: "client", alias: func(a *Alias) *string { return &a.Client }},
	}
}

func text[T ~string](of func(*imap.Settings) *T) *settingCell {
	return &settingCell{
		get: func(s *imap.Settings) string { return string(*of(s)) },
		set: func(s *imap.Settings, value string) string {
			*of(s) = T(value)
			return ""
		},
	}
}

func flag(of func(*imap.Settings) *bool) *settingCell {
	return &settingCell{
		get: func(s *imap.Settings) string {
			if *of(s) {
				return "true"
			}
			return ""
		},
		set: func(s *imap.Settings, value string) string {
			on, message := readFlag(value)
			*of(s) = on
			return message
		},
	}
}

// readFlag reads what spreadsheets make of true and false.
func readFlag(value string) (on bool, message string) {
	switch strings.ToLower(value) {
	case "true", "yes", "1":
		return true, ""
	case "", "false", "no", "0":
		return false, ""
	default:
		return false, "must be true or false"
	}
}

func number(of func(*imap.Settings) *int) *settingCell {
	return &settingCell{
		get: func(s *imap.Settings) string {
			if *of(s) == 0 {
				return ""
			}
			return strconv.Itoa(*of(s))
		},
		set: func(s *imap.Settings, value string) string {
			if *of(s) = 0; value == "" {
				return ""
			}
			n, err := strconv.ParseInt(value, 10, 32)
			if err != nil {
				return "must be a whole number"
			}
			*of(s) = int(n)
			return ""
		},
	}
}

// secureCell is the switch that other systems have for the security. It counts
// only where no security is given, and is never written.
func secureCell() *settingCell {
	return &settingCell{
		get: func(*imap.Settings) string { return "" },
		set: func(s *imap.Settings, value string) string {
			on, message := readFlag(value)
			if s.Security == "" && value != "" && message == "" && !on {
				s.Security = account.SecurityNone
			}
			return message
		},
	}
}
