package signin

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/placeholder"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/admission"
)

// Check returns what is wrong with settings that are to be saved: required fields
// that are empty first.
func (s Settings) Check() []fault.Field {
	c := &account.Checker{}
	c.Required("name", s.Name)
	c.Required("callbackUrl", s.CallbackURL)
	s.check(c)
	return slices.Concat(c.Missing, c.Invalid)
}

// CheckProvable is [Settings.Check] for settings that are to be proved only: the
// name and the production callback URL may be missing.
func (s Settings) CheckProvable() []fault.Field {
	c := &account.Checker{}
	s.check(c)
	return slices.Concat(c.Missing, c.Invalid)
}

// check notes the required fields that are empty, and the fields whose values
// are not valid. Those of other types are not looked at.
func (s Settings) check(c *account.Checker) {
	s = s.OfType().WithDefaults()
	c.Required("type", string(s.Type))
	if s.Type != "" {
		c.Choice("type", string(s.Type), string(OIDC), string(OAuth2), string(SAML))
	}
	c.Text("name", s.Name, nil)
	c.Text("signInMessage", s.SignInMessage, nil)
	c.Text("preset", s.Preset, nil)
	s.checkDomains(c)
	c.Text("callbackUrl", s.CallbackURL, checkURL)
	c.Text("authUrl", s.AuthURL, checkURL)
	c.Choice("loopbackHost", s.LoopbackHost, "127.0.0.1", "localhost", "[::1]")
	switch s.Type {
	case OIDC:
		s.checkClient(c)
		s.checkOIDC(c)
	case OAuth2:
		s.checkClient(c)
		s.checkOAuth2(c)
	case SAML:
		s.checkSAML(c)
	}
	c.Bounds(s.TimeoutSeconds, s.CAPEM)
}

// checkDomains leaves those with placeholders for later.
func (s Settings) checkDomains(c *account.Checker) {
	open := func(domain string) bool { return !c.Resolved && len(placeholder.Names(domain)) > 0 }
	domains := slices.DeleteFunc(slices.Clone(s.AllowedDomains), open)
	c.Invalid = append(c.Invalid, admission.CheckDomains(domains)...)
}

// checkClient looks at what OpenID Connect and OAuth 2.0 share.
func (s Settings) checkClient(c *account.Checker) {
	c.Required("clientId", s.ClientID)
	c.Text("clientId", s.ClientID, nil)
	c.Text(FieldClientSecret+"Expires", s.ClientSecretExpires, checkDay)
	c.Choice("clientAuth", string(s.ClientAuth), "", string(ClientSecretBasic), string(ClientSecretPost), string(ClientNone))
	for _, scope := range s.Scopes {
		if message := checkScope(scope); message != "" {
			c.Blame("scopes", message)
			break
		}
	}
	c.Text("tokenUrl", s.TokenURL, checkURL)
	c.Text("userInfoUrl", s.UserInfoURL, checkURL)
}

func (s Settings) checkOIDC(c *account.Checker) {
	c.Required("issuer", s.Issuer)
	c.Text("issuer", s.Issuer, checkIssuer)
	c.Choice("prompt", s.Prompt, "", "login", "select_account", "consent")
	c.Text("emailClaim", s.EmailClaim, nil)
	c.Text("groupsClaim", s.GroupsClaim, nil)
}

func (s Settings) checkOAuth2(c *account.Checker) {
	c.Required("authUrl", s.AuthURL)
	c.Required("tokenUrl", s.TokenURL)
	c.Required("userInfoUrl", s.UserInfoURL)
	c.Text("emailsUrl", s.EmailsURL, checkURL)
	c.Text("emailPath", s.EmailPath, checkPath)
	c.Text("idPath", s.IDPath, checkPath)
}

// checkURL wants an address with a host. Plain HTTP is for the check O03 to
// judge, so that it is explained beside everything else.
func checkURL(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Host == "", u.Scheme != "https" && u.Scheme != "http":
		return "must be an https address"
	case u.User != nil:
		return "must not hold a user name or a password"
	case u.Fragment != "":
		return "must not have a fragment: what stands behind the # does not reach a server"
	}
	return account.CheckHost(u.Hostname())
}

// checkIssuer follows OpenID Connect Discovery §2: an issuer has no query and no
// fragment.
func checkIssuer(text string) string {
	if message := checkURL(text); message != "" {
		return message
	}
	switch {
	case strings.Contains(text, "?"):
		return "must not have a query"
	case strings.Contains(text, "/.well-known/"):
		return "must be the issuer itself, without /.well-known/ and what follows it"
	}
	return ""
}

// checkScope follows RFC 6749 §3.3.
func checkScope(scope string) string {
	bad := func(r rune) bool { return r < '!' || r > '~' || r == '"' || r == '\\' }
	switch {
	case scope == "":
		return "has an empty entry"
	case strings.Contains(scope, " "):
		return "has several scopes in one entry: give each its own"
	case strings.ContainsFunc(scope, bad):
		return "has an entry with a character that no scope may have"
	case len(scope) > 256:
		return "has an entry that is longer than 256 bytes"
	}
	return ""
}

// checkPath wants names or places in lists, separated by dots.
func checkPath(path string) string {
	if slices.Contains(strings.Split(path, "."), "") {
		return "must be names separated by dots, such as emails.0.value"
	}
	return ""
}

func checkDay(text string) string {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "must be a day such as 2027-05-31"
	}
	return ""
}
