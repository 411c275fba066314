package provider_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/provider"
)

func TestForTenant(t *testing.T) {
	p, _ := provider.ByID("microsoft365")
	tests := map[string]string{
		"":            "https://login.microsoftonline.com/organizations/oauth2/v2.0/token",
		" ":           "https://login.microsoftonline.com/organizations/oauth2/v2.0/token",
		"contoso.com": "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
		"@evil.com":   "https://login.microsoftonline.com/@evil.com/oauth2/v2.0/token",
		"a/../b?c#d":  "https://login.microsoftonline.com/a%2F..%2Fb%3Fc%23d/oauth2/v2.0/token",
		"{tenant}":    "https://login.microsoftonline.com/%7Btenant%7D/oauth2/v2.0/token",
		"\r\nHost: x": "https://login.microsoftonline.com/Host:%20x/oauth2/v2.0/token",
	}
	for tenant, want := range tests {
		got := p.OAuth2.ForTenant(tenant)
		if got.TokenURL != want {
			t.Errorf("%q: %s, want %s", tenant, got.TokenURL, want)
		}
		for _, endpoint := range []string{got.AuthURL, got.TokenURL, got.DeviceURL} {
			if u, err := url.Parse(endpoint); err != nil || u.Host != "login.microsoftonline.com" {
				t.Errorf("%q leads to %s", tenant, endpoint)
			}
		}
		if got.NeedsTenant() || !p.OAuth2.NeedsTenant() {
			t.Errorf("%q: the tenant is needed afterwards, or was not before", tenant)
		}
	}
}

// TestPersonalAccountsHaveNoTenant: an application has no rights of its own
// in a personal account.
func TestPersonalAccountsHaveNoTenant(t *testing.T) {
	p, _ := provider.ByID("outlook.com")
	if p.OAuth2.NeedsTenant() || p.OAuth2.AppScope != "" {
		t.Errorf("the endpoints are %+v", p.OAuth2)
	}
}

func TestForTenantLeavesOthers(t *testing.T) {
	p, _ := provider.ByID("gmail")
	if diff := cmp.Diff(*p.OAuth2, p.OAuth2.ForTenant("contoso.com")); diff != "" {
		t.Error(diff)
	}
	if p.OAuth2.AppScope != "" || p.OAuth2.DeviceURL != "" {
		t.Error("Google offers neither client credentials nor device code for mail")
	}
}
