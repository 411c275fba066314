package preset_test

import (
	"strings"
	"testing"

	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
)

func sound() signin.Settings {
	return signin.Settings{
		Type: signin.OIDC, Name: "Staff", Issuer: "https://idp.example.com", ClientID: "desk-1",
		CallbackURL: "https://app.example.com/callback", SPEntityID: "urn:example:desk",
	}
}

func TestLint(t *testing.T) {
	t.Parallel()
	callback := func(address string) func(*signin.Settings) {
		return func(s *signin.Settings) { s.CallbackURL = address }
	}
	by := func(id string, change func(*signin.Settings)) func(*signin.Settings) {
		return func(s *signin.Settings) {
			s.Preset = id
			change(s)
		}
	}
	saml := func(change func(*signin.Settings)) func(*signin.Settings) {
		return func(s *signin.Settings) {
			s.Type = signin.SAML
			change(s)
		}
	}
	same := func(*signin.Settings) {}
	issuer := func(text string) func(*signin.Settings) { return func(s *signin.Settings) { s.Issuer = text } }
	tests := map[string]struct {
		change func(*signin.Settings)
		want   string // severity and code of each, the gravest first
	}{
		"sound":                    {same, ""},
		"sound SAML":               {saml(same), ""},
		"no callback":              {callback(""), ""},
		"no address":               {callback("app.example.com"), "error callback_address"},
		"another scheme":           {callback("ftp://app.example.com/callback"), "error callback_scheme"},
		"plain http":               {callback("http://app.example.com/callback"), "warning callback_scheme"},
		"this computer":            {callback("http://localhost:8080/callback"), "warning callback_loopback"},
		"this computer by address": {callback("https://[::1]/callback"), "warning callback_loopback"},
		"an IP address":            {callback("https://10.1.2.3/callback"), "warning callback_ip"},
		"a short name":             {callback("https://intranet/callback"), "hint callback_host"},
		"capitals":                 {callback("https://App.example.com/callback"), "warning callback_case"},
		"umlauts":                  {callback("https://bücher.example/callback"), "warning callback_idn"},
		"a dot at the end":         {callback("https://app.example.com./callback"), "warning callback_dot"},
		"the scheme's port":        {callback("https://app.example.com:443/callback"), "warning callback_port"},
		"another port":             {callback("https://app.example.com:8443/callback"), ""},
		"no path":                  {callback("https://app.example.com"), "hint callback_path"},
		"a slash at the end":       {callback("https://app.example.com/callback/"), "hint callback_slash"},
		"doubled slash":            {callback("https://app.example.com//callback"), "warning callback_segments"},
		"dots":                     {callback("https://app.example.com/a/../callback"), "warning callback_segments"},
		"a wildcard":               {callback("https://*.example.com/callback"), "error callback_wildcard"},
		"a fragment":               {callback("https://app.example.com/#/callback"), "error callback_fragment,hint callback_path"},
		"a query":                  {callback("https://app.example.com/callback?x=1"), "hint callback_query"},
		"a user name":              {callback("https://u@app.example.com/callback"), "error callback_user"},
		"Entra":                    {by("entra", issuer("https://login.microsoftonline.com/t/v2.0")), "warning loopback_host"},
		"Entra on localhost": {by("entra", func(s *signin.Settings) {
			s.Issuer, s.LoopbackHost = "https://login.microsoftonline.com/t/v2.0", "localhost"
		}), ""},
		"Entra by IPv6": {by("entra", func(s *signin.Settings) {
			s.Issuer, s.LoopbackHost = "https://login.microsoftonline.com/t/v2.0", "[::1]"
		}), "error loopback_host"},
		"Entra for everybody": {by("entra", func(s *signin.Settings) {
			s.Issuer, s.LoopbackHost = "https://login.microsoftonline.com/common/v2.0", "localhost"
		}), "warning issuer_tenant"},
		"Entra's old issuer": {by("entra", func(s *signin.Settings) { s.Issuer, s.LoopbackHost = "https://sts.windows.net/t/", "localhost" }), "warning issuer_version"},
		"Entra's characters": {by("entra", func(s *signin.Settings) {
			s.Type, s.CallbackURL, s.LoopbackHost = signin.OAuth2, "https://app.example.com/Call(back)", "localhost"
		}), "error callback_characters,hint callback_path_case"},
		"Entra and http": {by("entra", func(s *signin.Settings) {
			s.Type, s.CallbackURL, s.LoopbackHost = signin.OAuth2, "http://app.example.com/callback", "localhost"
		}), "error callback_provider_scheme,warning callback_scheme"},
		"Apple":                     {by("apple", callback("https://localhost/callback")), "error callback_provider_host,warning callback_loopback,warning loopback_refused"},
		"Okta's ports":              {by("okta", same), "warning loopback_port"},
		"Okta with a port":          {by("okta", func(s *signin.Settings) { s.LoopbackPort = 4711 }), "hint loopback_register"},
		"Google's ports":            {by("google", same), "warning loopback_port"},
		"Google's SAML":             {by("google", saml(callback("http://app.example.com/acs"))), "warning callback_scheme,warning callback_provider_scheme,warning loopback_https"},
		"AD FS":                     {by("adfs", saml(callback("http://app.example.com/acs"))), "error callback_provider_scheme,warning callback_scheme,warning loopback_https"},
		"AD FS by https":            {by("adfs", saml(func(s *signin.Settings) { s.LoopbackACS = signin.ACSOverHTTPS })), ""},
		"GitHub by name":            {by("github", func(s *signin.Settings) { s.Type, s.LoopbackHost = signin.OAuth2, "localhost" }), "hint loopback_host"},
		"Auth0 without the slash":   {by("auth0", func(s *signin.Settings) { s.Issuer, s.LoopbackPort = "https://acme.eu.auth0.com", 4711 }), "warning issuer_slash,hint loopback_register"},
		"PKCE off":                  {func(s *signin.Settings) { s.PKCE = new(false) }, "warning pkce_off"},
		"scopes without openid":     {func(s *signin.Settings) { s.Scopes = []string{"email"} }, "error scope_openid"},
		"scopes without email":      {func(s *signin.Settings) { s.Scopes = []string{"openid"} }, "hint scope_email"},
		"nothing signed":            {saml(func(s *signin.Settings) { s.WantAssertionsSigned = new(false) }), "warning unsigned"},
		"the response signed":       {saml(func(s *signin.Settings) { s.WantAssertionsSigned, s.WantResponseSigned = new(false), true }), ""},
		"unsolicited":               {saml(func(s *signin.Settings) { s.AllowUnsolicited = true }), "warning unsolicited"},
		"an account for everybody":  {by("google", func(s *signin.Settings) { s.SelfServiceSignUp, s.LoopbackPort = true, 4711 }), "warning sign_up_open,hint loopback_register"},
		"an account for all known":  {func(s *signin.Settings) { s.SelfServiceSignUp = true }, "hint sign_up_open"},
		"an account for one domain": {func(s *signin.Settings) { s.SelfServiceSignUp, s.AllowedDomains = true, []string{"example.com"} }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sound()
			tt.change(&s)
			var got []string
			for _, r := range preset.Lint(s) {
				got = append(got, string(r.Severity)+" "+r.Code)
				checkWords(t, r)
			}
			if list := strings.Join(got, ","); list != tt.want {
				t.Errorf("remarks %q, want %q", list, tt.want)
			}
		})
	}
}

func checkWords(t *testing.T, r preset.Remark) {
	t.Helper()
	for _, text := range []string{r.Message, r.Remedy} {
		if !strings.HasSuffix(text, ".") || strings.Contains(text, "!") && r.Code != "callback_characters" {
			t.Errorf("%s: %q", r.Code, text)
		}
	}
	if r.Field == "" {
		t.Errorf("%s blames no field", r.Code)
	}
	if r.Unverified != strings.Contains(r.Message, "probably") {
		t.Errorf("%s: unverified is %t, but: %s", r.Code, r.Unverified, r.Message)
	}
}

// TestCallbackOutcome is about the callback URL alone.
func TestCallbackOutcome(t *testing.T) {
	t.Parallel()
	s := sound()
	s.PKCE, s.CallbackURL, s.Preset = new(false), "http://app.example.com/callback", "okta"
	o := preset.CallbackOutcome(s, signin.CodeCheckFailed)
	if len(o.Warnings) != 1 || o.Warnings[0].Code != signin.CodeCheckFailed || o.Warnings[0].Reason != "callback_scheme" || len(o.Failures) != 0 {
		t.Errorf("%+v", o)
	}
}
