package account

import (
	"net/netip"
	"net/url"
	"time"
)

// OAuth2 checks the members of "oauth2", whether or not they are used.
func (c *Checker) OAuth2(s OAuth2Settings) {
	c.Choice("oauth2.grant", string(s.Grant), "", string(GrantClientCredentials), string(GrantRefreshToken))
	c.Choice("oauth2.clientAuth", s.ClientAuth, "", "client_secret_basic", "client_secret_post", "none")
	c.Text("oauth2.tokenUrl", s.TokenURL, checkEndpoint)
	c.Text("oauth2.authUrl", s.AuthURL, checkEndpoint)
	c.Text("oauth2.deviceUrl", s.DeviceURL, checkEndpoint)
	c.Text("oauth2.clientId", s.ClientID, nil)
	c.Text("oauth2.scope", s.Scope, nil)
	c.Text("oauth2.clientSecretExpires", s.ClientSecretExpires, checkDay)
}

// checkEndpoint wants TLS (RFC 6749 §3.1, §3.2); plain HTTP is for a provider
// on this machine only.
func checkEndpoint(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Host == "", u.User != nil, u.Fragment != "":
		return "must be an https address"
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return ""
	}
	return "must be an https address"
}

// isLoopback accepts literals only: a name could lead anywhere.
func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func checkDay(text string) string {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "must be a day such as 2027-05-31"
	}
	return ""
}
