package oidc

import (
	"net/url"
	"slices"
	"strings"
)

const (
	openIDConfiguration = "/.well-known/openid-configuration"
	authorizationServer = "/.well-known/oauth-authorization-server"
)

// locations lists where the discovery document of an issuer may lie: where
// Discovery §4 puts it, where RFC 8414 §3 does, and the two mixed forms.
func locations(issuer string) []string {
	u, err := url.Parse(bare(issuer))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil
	}
	origin, path := u.Scheme+"://"+u.Host, strings.TrimSuffix(u.EscapedPath(), "/")
	all := []string{
		origin + path + openIDConfiguration,
		origin + openIDConfiguration + path,
		origin + authorizationServer + path,
		origin + path + authorizationServer,
	}
	var each []string
	for _, location := range all {
		if !slices.Contains(each, location) {
			each = append(each, location)
		}
	}
	return each
}

// bare is the issuer of who entered the address of the document in its place.
func bare(issuer string) string {
	for _, suffix := range []string{openIDConfiguration, authorizationServer} {
		if before, found := strings.CutSuffix(strings.TrimSuffix(issuer, "/"), suffix); found {
			return before
		}
	}
	return issuer
}

// tenantTemplate stands in the issuer of Entra ID's documents for all tenants.
const tenantTemplate = "{tenantid}"

// isTemplateOf reports whether an announced issuer stands for any tenant, and
// the configured one names such a group of them in its place.
func isTemplateOf(announced, configured string) bool {
	before, after, found := strings.Cut(announced, tenantTemplate)
	if !found {
		return false
	}
	rest, ok := strings.CutPrefix(configured, before)
	if !ok {
		return false
	}
	group, ok := strings.CutSuffix(rest, after)
	return ok && slices.Contains([]string{"common", "organizations", "consumers"}, group)
}
