package provider

import (
	"net/url"
	"strings"
)

// tenantGap stands in Microsoft's endpoints where the organisation belongs.
const tenantGap = "{tenant}"

// AnyOrganisation is the tenant that lets people of every organisation sign
// in. Client credentials need the organisation itself.
const AnyOrganisation = "organizations"

// OAuth2 is where and how a provider hands out access tokens for mail.
type OAuth2 struct {
	// AuthURL, TokenURL and DeviceURL may hold {tenant}: see ForTenant.
	// DeviceURL is "" where the mail scope cannot be had by device code.
	AuthURL, TokenURL, DeviceURL string
	// ScopesSMTP and ScopesIMAP are for a person who signs in; "" in neither.
	// An empty list means that the protocol cannot be used with a token.
	ScopesSMTP, ScopesIMAP []string
	// AppScope is for client credentials (RFC 6749 §4.4), "" when impossible.
	AppScope string
	// ExtraAuthParams go into the authorization request, beside those of
	// RFC 6749, so that a refresh token is handed out.
	ExtraAuthParams map[string]string
	// RedirectHost is the loopback host that the provider registers with any
	// port (RFC 8252 §7.3, §8.3): "127.0.0.1" or "localhost".
	RedirectHost string
	Unverified   bool
	Note         string
}

// ForTenant returns a copy whose endpoints name the organisation: a tenant ID,
// one of its domains, or AnyOrganisation, which "" stands for. Providers
// without tenants are returned as they are.
func (o OAuth2) ForTenant(tenant string) OAuth2 {
	if tenant = strings.TrimSpace(tenant); tenant == "" {
		tenant = AnyOrganisation
	}
	tenant = url.PathEscape(tenant)
	for _, endpoint := range []*string{&o.AuthURL, &o.TokenURL, &o.DeviceURL} {
		*endpoint = strings.ReplaceAll(*endpoint, tenantGap, tenant)
	}
	return o
}

// NeedsTenant reports whether the endpoints name an organisation.
func (o OAuth2) NeedsTenant() bool {
	return strings.Contains(o.TokenURL, tenantGap)
}
