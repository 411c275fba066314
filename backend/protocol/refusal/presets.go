package refusal

import (
	"strings"

	"patchbay/backend/protocol/signin"
)

// presetsOf lists the providers that may be speaking: the one that is named, or
// those whose hosts and paths are in the settings or in a page.
func presetsOf(named string, s signin.Settings, page string) []string {
	if named != "" {
		return []string{named}
	}
	all := strings.ToLower(strings.Join([]string{s.Issuer, s.AuthURL, s.TokenURL, s.MetadataURL, s.SSOURL, s.IDPEntityID, page}, "\n"))
	var found []string
	for _, p := range telltales() {
		for _, sign := range p.signs {
			if strings.Contains(all, sign) {
				found = append(found, p.id)
				break
			}
		}
	}
	if s.Preset != "" {
		found = append(found, s.Preset)
	}
	return found
}

// telltale is what gives a provider away.
type telltale struct {
	id    string
	signs []string
}

func telltales() []telltale {
	return []telltale{
		{"google", []string{"accounts.google.com", "oauth2.googleapis.com"}},
		{"entra", []string{"login.microsoftonline.", "sts.windows.net", "aadsts"}},
		{"okta", []string{".okta.com", ".oktapreview.com", ".okta-emea.com"}},
		{"auth0", []string{".auth0.com"}},
		{"keycloak", []string{"/realms/", "keycloak"}},
		{"github", []string{"github.com/login", "api.github.com"}},
		{"gitlab", []string{"gitlab"}},
		{"linkedin", []string{"linkedin.com"}},
		{"apple", []string{"appleid.apple.com"}},
		{"adfs", []string{"/adfs", "msis"}},
	}
}
