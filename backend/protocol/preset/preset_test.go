package preset_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
)

// TestData holds what every preset must have: its own placeholders are answers to
// its questions, and what they come to is recognised again.
func TestData(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range preset.All() {
		if p.ID == "" || p.Name == "" || len(p.Types) == 0 || seen[p.ID] {
			t.Errorf("%+v is not whole, or there twice", p)
		}
		seen[p.ID] = true
		for _, q := range p.Questions {
			if q.Key == "" || q.Label == "" || q.Placeholder == "" || len(q.Types) == 0 {
				t.Errorf("%s: the question %+v is not whole", p.ID, q)
			}
		}
		for _, n := range p.Notes {
			if len(n.Types) == 0 {
				t.Errorf("%s: no protocol is told of %q", p.ID, n.Text)
			}
			if !strings.HasSuffix(n.Text, ".") || strings.Contains(n.Text, "!") || n.Unverified && !strings.Contains(n.Text, "probably") && !strings.Contains(n.Text, "not confirmed") {
				t.Errorf("%s: %q", p.ID, n.Text)
			}
		}
		for _, kind := range p.Types {
			s, faults := p.Apply(signin.Settings{Type: kind, ClientID: "c", CallbackURL: "https://app.example.com/callback", SPEntityID: "urn:sp", Name: "n", CAPEM: ""}, placeholders(p))
			if len(faults) > 0 {
				t.Errorf("%s, %s: %v", p.ID, kind, faults)
			}
			for _, f := range s.Check() {
				if f.Message != "is required" && f.Name != "metadataUrl" {
					t.Errorf("%s, %s: %s %s", p.ID, kind, f.Name, f.Message)
				}
			}
			if found, ok := preset.Detect(s); p.ID != "generic" && (!ok || found.ID != p.ID) {
				t.Errorf("%s, %s: recognised as %s", p.ID, kind, found.ID)
			}
		}
	}
	if last := preset.All()[len(preset.All())-1]; last.ID != "generic" {
		t.Errorf("the last preset is %s", last.ID)
	}
}

func placeholders(p preset.Preset) map[string]string {
	answers := map[string]string{}
	for _, q := range p.Questions {
		answers[q.Key] = q.Placeholder
	}
	return answers
}

func TestApply(t *testing.T) {
	t.Parallel()
	standard := []string{"openid", "profile", "email"}
	tests := map[string]struct {
		id      string
		kind    signin.Type
		answers map[string]string
		want    signin.Settings
	}{
		"Entra": {"entra", signin.OIDC, map[string]string{"tenant": " t-1 "}, signin.Settings{
			Type: signin.OIDC, Issuer: "https://login.microsoftonline.com/t-1/v2.0", Scopes: standard, LoopbackHost: "localhost",
		}},
		"Entra with SAML": {"entra", signin.SAML, map[string]string{"tenant": "t-1", "app": "a-1"}, signin.Settings{
			Type: signin.SAML, MetadataURL: "https://login.microsoftonline.com/t-1/federationmetadata/2007-06/federationmetadata.xml?appid=a-1",
			EmailAttribute: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", LoopbackHost: "localhost",
		}},
		"Entra without the application": {"entra", signin.SAML, map[string]string{"tenant": "t-1"}, signin.Settings{
			Type: signin.SAML, MetadataURL: "https://login.microsoftonline.com/t-1/federationmetadata/2007-06/federationmetadata.xml",
			EmailAttribute: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", LoopbackHost: "localhost",
		}},
		"Okta's own server":   {"okta", signin.OIDC, map[string]string{"org": "https://acme.okta.com/app"}, signin.Settings{Type: signin.OIDC, Issuer: "https://acme.okta.com", Scopes: standard}},
		"a server of Okta":    {"okta", signin.OIDC, map[string]string{"org": "acme.okta.com", "server": "default"}, signin.Settings{Type: signin.OIDC, Issuer: "https://acme.okta.com/oauth2/default", Scopes: standard}},
		"Auth0":               {"auth0", signin.OIDC, map[string]string{"domain": "acme.eu.auth0.com"}, signin.Settings{Type: signin.OIDC, Issuer: "https://acme.eu.auth0.com/", Scopes: standard}},
		"an old Keycloak":     {"keycloak", signin.OIDC, map[string]string{"server": "https://kc.example.com:8443/auth/", "realm": "a b"}, signin.Settings{Type: signin.OIDC, Issuer: "https://kc.example.com:8443/auth/realms/a%20b", Scopes: standard}},
		"Keycloak with SAML":  {"keycloak", signin.SAML, map[string]string{"server": "kc.example.com", "realm": "acme"}, signin.Settings{Type: signin.SAML, MetadataURL: "https://kc.example.com/realms/acme/protocol/saml/descriptor"}},
		"GitLab's own server": {"gitlab", signin.OIDC, nil, signin.Settings{Type: signin.OIDC, Issuer: "https://gitlab.com", Scopes: standard, GroupsClaim: "groups_direct"}},
		"GitHub, of whatever type": {"github", signin.SAML, nil, signin.Settings{
			Type: signin.OAuth2, AuthURL: "https://github.com/login/oauth/authorize", TokenURL: "https://github.com/login/oauth/access_token",
			UserInfoURL: "https://api.github.com/user", EmailsURL: "https://api.github.com/user/emails",
			Scopes: []string{"read:user", "user:email"}, EmailPath: "email", IDPath: "id", LoopbackHost: "127.0.0.1",
		}},
		"GitHub Enterprise": {"github-enterprise", signin.OAuth2, map[string]string{"host": "git.example.com"}, signin.Settings{
			Type: signin.OAuth2, AuthURL: "https://git.example.com/login/oauth/authorize", TokenURL: "https://git.example.com/login/oauth/access_token",
			UserInfoURL: "https://git.example.com/api/v3/user", EmailsURL: "https://git.example.com/api/v3/user/emails",
			Scopes: []string{"read:user", "user:email"}, EmailPath: "email", IDPath: "id", LoopbackHost: "127.0.0.1",
		}},
		"LinkedIn":      {"linkedin", signin.OIDC, nil, signin.Settings{Type: signin.OIDC, Issuer: "https://www.linkedin.com/oauth", Scopes: standard, ClientAuth: signin.ClientSecretPost, PKCE: new(false)}},
		"AD FS":         {"adfs", signin.SAML, map[string]string{"host": "fs.example.com"}, signin.Settings{Type: signin.SAML, MetadataURL: "https://fs.example.com/FederationMetadata/2007-06/FederationMetadata.xml", LoopbackACS: signin.ACSOverHTTPS, EmailAttribute: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"}},
		"a placeholder": {"entra", signin.OIDC, map[string]string{"tenant": "%tenant%"}, signin.Settings{Type: signin.OIDC, Issuer: "https://login.microsoftonline.com/%tenant%/v2.0", Scopes: standard, LoopbackHost: "localhost"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, ok := preset.Find(tt.id)
			if !ok {
				t.Fatal("there is no such preset")
			}
			got, faults := p.Apply(signin.Settings{Type: tt.kind, Name: "kept", ClientID: "kept"}, tt.answers)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			tt.want.Preset, tt.want.Name, tt.want.ClientID = tt.id, "kept", "kept"
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	p, _ := preset.Find("keycloak")
	tests := map[string]struct {
		answers map[string]string
		want    []string
	}{
		"nothing":         {nil, []string{"server", "realm"}},
		"a path as realm": {map[string]string{"server": "kc.example.com", "realm": "a/b"}, []string{"realm"}},
		"a user name":     {map[string]string{"server": "https://u:p@kc.example.com", "realm": "a"}, []string{"server"}},
		"no host":         {map[string]string{"server": "https://", "realm": "a"}, []string{"server"}},
		"a bad host":      {map[string]string{"server": "a..b", "realm": "a"}, []string{"server"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := signin.Settings{Type: signin.OIDC, Issuer: "https://before.example.com"}
			after, faults := p.Apply(before, tt.answers)
			names := make([]string, 0, len(faults))
			for _, f := range faults {
				names = append(names, f.Name)
			}
			if diff := cmp.Diff(tt.want, names); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the settings were changed:\n%s", diff)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		s    signin.Settings
		want string
	}{
		"by name":            {signin.Settings{Preset: "okta", Issuer: "https://accounts.google.com"}, "okta"},
		"generic is no name": {signin.Settings{Preset: "generic", Issuer: "https://accounts.google.com"}, "google"},
		"by issuer":          {signin.Settings{Issuer: "https://LOGIN.microsoftonline.com/x/v2.0"}, "entra"},
		"by entity ID":       {signin.Settings{IDPEntityID: "http://fs.example.com/adfs/services/trust"}, "adfs"},
		"by path":            {signin.Settings{MetadataURL: "https://kc.example.com/realms/x/protocol/saml/descriptor"}, "keycloak"},
		"unknown":            {signin.Settings{Issuer: "https://idp.example.com"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, _ := preset.Detect(tt.s); got.ID != tt.want {
				t.Errorf("recognised as %q, want %q", got.ID, tt.want)
			}
		})
	}
}

// FuzzApply: whatever is answered, the settings are ones that can be checked.
func FuzzApply(f *testing.F) {
	for _, seed := range []string{"", "kc.example.com", "https://kc.example.com/a/../b?c#d", "{realm}", "[", "%zz", "\x00", "a\nb", "[::1]:8443"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		for _, p := range preset.All() {
			answers := map[string]string{}
			for i, q := range p.Questions {
				answers[q.Key] = []string{first, second}[i%2]
			}
			s, faults := p.Apply(signin.Settings{}, answers)
			if len(faults) > 0 || s.Type != signin.OIDC {
				continue
			}
			if i := slices.IndexFunc(s.Check(), func(f fault.Field) bool { return f.Name == "issuer" && f.Message != "is required" }); i >= 0 {
				t.Errorf("%s: the issuer %q %s", p.ID, s.Issuer, s.Check()[i].Message)
			}
		}
	})
}
