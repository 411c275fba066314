package provider

import (
	"net/url"
	"strings"
)

// ForTokenURL finds the provider whose token endpoint an address is, whatever
// organisation it names, and that organisation ("" where there is none).
func ForTokenURL(address string) (p Provider, tenant string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return Provider{}, "", false
	}
	for _, p := range All() {
		if p.OAuth2 == nil || p.OAuth2.TokenURL == "" {
			continue
		}
		if tenant, ok := cutAround(address, p.OAuth2.TokenURL); ok {
			return p, tenant, true
		}
	}
	return Provider{}, "", false
}

// cutAround matches an address with a template that may hold {tenant}, and
// returns what stands there.
func cutAround(address, template string) (tenant string, ok bool) {
	before, after, found := strings.Cut(template, tenantGap)
	if !found {
		return "", strings.EqualFold(address, template)
	}
	rest, hasPrefix := strings.CutPrefix(address, before)
	tenant, hasSuffix := strings.CutSuffix(rest, after)
	if !hasPrefix || !hasSuffix || tenant == "" || strings.ContainsAny(tenant, "/?#") {
		return "", false
	}
	return tenant, true
}
