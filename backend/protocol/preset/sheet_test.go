package preset_test

import (
	"slices"
	"strings"
	"testing"

	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
)

// TestSheets: whatever the provider, its sheet names the values that have to be
// equal on both sides, and every entry can be acted on.
func TestSheets(t *testing.T) {
	t.Parallel()
	for _, p := range preset.All() {
		for _, kind := range p.Types {
			s := sound()
			s.Preset, s.Type, s.SignRequests, s.SPCertificatePEM, s.LoopbackACS = p.ID, kind, true, "CERTIFICATE", signin.ACSOverHTTPS
			s, _ = p.Apply(s, placeholders(p))
			sheet := preset.SheetOf(s, signin.Location{URL: "https://127.0.0.1:4711/acs"})
			values := valuesOf(sheet)
			if !slices.Contains(values, s.CallbackURL) {
				t.Errorf("%s, %s: the callback URL is not in the sheet:\n%s", p.ID, kind, sheet.Text())
			}
			if kind == signin.SAML && !slices.Contains(values, s.SPEntityID) {
				t.Errorf("%s: the entity ID is not in the sheet:\n%s", p.ID, sheet.Text())
			}
			for _, e := range sheet.Entries {
				if e.Screen == "" || e.Label == "" || e.Value == "" && e.Note == "" {
					t.Errorf("%s, %s: nobody can act on %+v", p.ID, kind, e)
				}
			}
			if p.ID != "generic" && !strings.Contains(sheet.Title, p.Name) {
				t.Errorf("the title is %q", sheet.Title)
			}
		}
	}
}

func valuesOf(sheet preset.Sheet) []string {
	var values []string
	for _, e := range sheet.Entries {
		values = append(values, e.Value)
	}
	return values
}

// TestSheetNamesTheTest: where a test sign-in comes back to is registered as the
// provider takes it.
func TestSheetNamesTheTest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id   string
		kind signin.Type
		at   signin.Location
		want string // "" is nowhere
	}{
		"any":                    {"", signin.OIDC, signin.Location{URL: "http://127.0.0.1:4711/callback"}, "http://127.0.0.1:4711/callback"},
		"Entra looks at no port": {"entra", signin.OIDC, signin.Location{URL: "http://localhost:4711/callback"}, "http://localhost/callback"},
		"GitHub neither":         {"github", signin.OAuth2, signin.Location{URL: "http://127.0.0.1:4711/callback"}, "http://127.0.0.1/callback"},
		"a port to be chosen":    {"okta", signin.OIDC, signin.Location{URL: "http://127.0.0.1:PORT/callback"}, "http://127.0.0.1:PORT/callback"},
		"Entra and any port":     {"entra", signin.OIDC, signin.Location{URL: "http://localhost:PORT/callback"}, "http://localhost/callback"},
		"GitHub by IPv6":         {"github", signin.OAuth2, signin.Location{URL: "http://[::1]:4711/callback"}, "http://[::1]/callback"},
		"nowhere":                {"github", signin.OAuth2, signin.Location{}, ""},
		"Apple takes none":       {"apple", signin.OIDC, signin.Location{URL: "http://127.0.0.1:4711/callback"}, ""},
		"AD FS takes no http":    {"adfs", signin.SAML, signin.Location{URL: "http://127.0.0.1:4711/acs"}, ""},
		"pasted":                 {"", signin.OIDC, signin.Location{URL: "https://app.example.com/callback", ByHand: true}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sound()
			s.Preset, s.Type = tt.id, tt.kind
			var got []string
			for _, value := range valuesOf(preset.SheetOf(s, tt.at)) {
				if strings.HasPrefix(value, "http://") {
					got = append(got, value)
				}
			}
			if list := strings.Join(got, " "); list != tt.want {
				t.Errorf("the test is registered as %q, want %q", list, tt.want)
			}
		})
	}
}

// TestSheetText is the sheet that can be sent to somebody.
func TestSheetText(t *testing.T) {
	t.Parallel()
	s := sound()
	s.Preset = "gitlab"
	const want = `What to enter at GitLab for Staff (OpenID Connect)

GitLab > Admin area, group or user settings > Applications > Add new application
  Name
    Staff
  Redirect URI, one on each line
    https://app.example.com/callback
  Redirect URI, one on each line
    http://127.0.0.1:4711/callback
    (For test sign-ins with Patchbay. Take it out when the target is in use.)
  Confidential
    yes
  Scopes
    openid profile email
    (Tick each of them.)
  Application ID and Secret
    (Copy them into Client ID and Client secret here.)

The names of the screens are not confirmed: they may have changed.
`
	if got := preset.SheetOf(s, signin.Location{URL: "http://127.0.0.1:4711/callback"}).Text(); got != want {
		t.Errorf("the sheet is\n%s", got)
	}
}

// TestPowerShellQuotes: no value of the settings ends its quotes.
func TestPowerShellQuotes(t *testing.T) {
	t.Parallel()
	s := sound()
	s.Preset, s.Type, s.LoopbackACS = "adfs", signin.SAML, signin.ACSOverHTTPS
	s.Name, s.SPEntityID = "O'Neil’s; Remove-Item x", "urn:a'\n$(calc)"
	text := preset.SheetOf(s, signin.Location{URL: "https://localhost:4711/acs"}).Text()
	for _, want := range []string{
		"$acs0 = New-AdfsSamlEndpoint -Binding POST -Protocol SAMLAssertionConsumer -Uri 'https://app.example.com/callback' -Index 0 -IsDefault $true",
		"$acs1 = New-AdfsSamlEndpoint -Binding POST -Protocol SAMLAssertionConsumer -Uri 'https://localhost:4711/acs' -Index 1 -IsDefault $false",
		"-Name 'O''Neil’’s; Remove-Item x' -Identifier 'urn:a''$(calc)' -SamlEndpoint $acs0, $acs1",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nis not in\n%s", want, text)
		}
	}
}
