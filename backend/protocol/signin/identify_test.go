package signin_test

import (
	"testing"

	"patchbay/backend/protocol/signin"
)

func TestTheHashIsThatOfWhatIsProved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*signin.Settings)
		same   bool
	}{
		{"name", func(s *signin.Settings) { s.Name = "Guests" }, true},
		{"enabled", func(s *signin.Settings) { s.Enabled = new(false) }, true},
		{"the words of the button", func(s *signin.Settings) { s.SignInMessage = "Come in" }, true},
		{"self-service sign-up", func(s *signin.Settings) { s.SelfServiceSignUp = true }, true},
		{"the end of the secret", func(s *signin.Settings) { s.ClientSecretExpires = "2027-05-31" }, true},
		{"the port of the listener", func(s *signin.Settings) { s.LoopbackPort = 8000 }, true},
		{"a default that is written out", func(s *signin.Settings) { s.EmailClaim, s.PKCE = "email", new(true) }, true},
		{"fields of other types", func(s *signin.Settings) { s.MetadataXML, s.EmailPath = "<x/>", "mail" }, true},
		{"issuer", func(s *signin.Settings) { s.Issuer += "/" }, false},
		{"allowed domains", func(s *signin.Settings) { s.AllowedDomains = []string{"example.com"} }, false},
		{"callback", func(s *signin.Settings) { s.CallbackURL += "/" }, false},
		{"e-mail claim", func(s *signin.Settings) { s.EmailClaim = "upn" }, false},
		{"authorities", func(s *signin.Settings) { s.CAPEM = "x" }, false},
		{"type", func(s *signin.Settings) { s.Type = signin.OAuth2 }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			settings := openIDConnect()
			before := settings.Hash()
			tt.change(&settings)
			if got := settings.Hash() == before; got != tt.same {
				t.Errorf("the hash stays the same: %v", got)
			}
		})
	}
}

func TestMetadataIsPartOfTheHash(t *testing.T) {
	t.Parallel()
	one, other := samlBy(""), samlBy("")
	one.MetadataXML, other.MetadataXML = "<a/>", "<b/>"
	if one.Hash() == other.Hash() {
		t.Error("other metadata has the same hash")
	}
}

func TestWhereAClientSecretMayGo(t *testing.T) {
	t.Parallel()
	destination := func(s signin.Settings) string { return s.Destination(signin.FieldClientSecret) }
	for _, tt := range []struct {
		name     string
		settings signin.Settings
		change   func(*signin.Settings)
		same     bool
	}{
		{"another issuer", openIDConnect(), func(s *signin.Settings) { s.Issuer = "https://evil.example/tenant" }, false},
		{"another port", openIDConnect(), func(s *signin.Settings) { s.Issuer = "https://login.example.com:444/tenant" }, false},
		{"another scheme", openIDConnect(), func(s *signin.Settings) { s.Issuer = "http://login.example.com/tenant" }, false},
		{"another path", openIDConnect(), func(s *signin.Settings) { s.Issuer += "2" }, false},
		{"another client", openIDConnect(), func(s *signin.Settings) { s.ClientID = "other" }, false},
		{"a token endpoint of its own", openIDConnect(), func(s *signin.Settings) { s.TokenURL = "https://evil.example" }, false},
		{"another type", openIDConnect(), func(s *signin.Settings) { s.Type, s.TokenURL = signin.OAuth2, s.Issuer }, false},
		{"the same in another spelling", openIDConnect(), func(s *signin.Settings) { s.Issuer = "HTTPS://Login.Example.com:443/tenant/" }, true},
		{"another method", openIDConnect(), func(s *signin.Settings) { s.ClientAuth = signin.ClientSecretPost }, true},
		{"another way to sign in", openIDConnect(), func(s *signin.Settings) { s.Prompt, s.AuthURL = "login", "https://a.example" }, true},
		{"another token endpoint", plainOAuth2(), func(s *signin.Settings) { s.TokenURL = "https://evil.example/token" }, false},
		{"another client of OAuth 2.0", plainOAuth2(), func(s *signin.Settings) { s.ClientID = "other" }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := destination(tt.settings)
			tt.change(&tt.settings)
			if got := destination(tt.settings) == before; got != tt.same {
				t.Errorf("%s is the same destination: %v", destination(tt.settings), got)
			}
		})
	}
}

func TestNoTwoDestinationsAreWrittenAlike(t *testing.T) {
	t.Parallel()
	one, other := openIDConnect(), openIDConnect()
	one.Issuer, one.ClientID = "https://a.example/x|y", "z"
	other.Issuer, other.ClientID = "https://a.example/x", "y|z"
	if one.Destination(signin.FieldClientSecret) == other.Destination(signin.FieldClientSecret) {
		t.Error("a separator within a value makes them the same")
	}
}

func TestWhereAnAttemptComesBack(t *testing.T) {
	t.Parallel()
	saml := samlBy("https://idp.example.com/metadata")
	secure := saml
	secure.LoopbackACS = signin.ACSOverHTTPS
	for want, settings := range map[string]signin.Settings{
		"http://127.0.0.1:PORT/callback": openIDConnect(),
		"http://127.0.0.1:PORT/acs":      saml,
		"https://127.0.0.1:PORT/acs":     secure,
	} {
		if got := settings.ReturnsTo(signin.DefaultLoopbackHost, "PORT"); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}

func TestTheDefaultsMirrorTheAddressOfSignIn(t *testing.T) {
	t.Parallel()
	one, other := samlBy(""), samlBy("")
	one.AuthURL, other.SSOURL = "https://idp.example.com/sso", "https://idp.example.com/sso"
	if one.Hash() != other.Hash() || one.WithDefaults().SSOURL != other.WithDefaults().AuthURL {
		t.Error("authUrl and ssoUrl are not two names of one thing")
	}
}

func TestPlaceholdersAreFilledIn(t *testing.T) {
	t.Parallel()
	settings := openIDConnect()
	settings.Issuer, settings.AllowedDomains = "https://%idp%/", []string{"%domain%", "b.example"}
	expanded, unresolved := settings.Expand(func(name string) (string, bool) {
		return map[string]string{"idp": "login.example.com"}[name], name == "idp"
	})
	if expanded.Issuer != "https://login.example.com/" || settings.Issuer != "https://%idp%/" {
		t.Errorf("issuer %q of %q", expanded.Issuer, settings.Issuer)
	}
	if len(unresolved) != 1 || unresolved[0].Field != "allowedDomains" || unresolved[0].Name != "domain" {
		t.Errorf("unresolved %v", unresolved)
	}
}
