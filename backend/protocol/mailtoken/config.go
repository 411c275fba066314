package mailtoken

import (
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// Grants that [Acquire] can use.
const (
	GrantClientCredentials = "client_credentials" // RFC 6749 §4.4
	GrantRefreshToken      = "refresh_token"      // RFC 6749 §6
)

// Ways in which the client proves itself to the token endpoint.
const (
	ClientSecretBasic = "client_secret_basic" // RFC 6749 §2.3.1
	ClientSecretPost  = "client_secret_post"
	ClientAuthNone    = "none" // a public client has no secret
)

// Config names where a token comes from, and who asks for it.
type Config struct {
	Grant string // of Acquire: GrantClientCredentials or GrantRefreshToken
	// TokenURL is always needed, AuthURL by Authorize, DeviceURL by Device.
	// They are https, or http to a loopback literal.
	TokenURL, AuthURL, DeviceURL string
	ClientID, Scope              string
	// ClientAuth is one of the ways above; "" finds out which one is taken.
	ClientAuth                 string
	ClientSecret, RefreshToken secret.Text
	// Issuer is whom the answer of Authorize has to come from where it names
	// its issuer (RFC 9207); "" accepts any issuer at AuthURL's origin.
	Issuer string
	// LoginHint is the address of the person who is to sign in.
	LoginHint string
	// ExtraAuthParams are added to the authorization request. They replace
	// nothing that the protocol needs.
	ExtraAuthParams map[string]string

	CAPEM   string // authorities trusted beside the system's
	Network dial.Network
	// Now is the clock that a token's end is reckoned with; nil is the system's.
	Now func() time.Time
	// Wait passes the time between two questions of Device; nil is a timer.
	// It returns the context's error when that ends first.
	Wait func(ctx context.Context, d time.Duration) error
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Wait == nil {
		c.Wait = waitOnTimer
	}
	return c
}

// provider is what one has to know of an endpoint's operator.
type provider int

const (
	otherProvider provider = iota
	microsoft
	google
)

// providerOf recognises the clouds of Microsoft, national ones included, and
// Google.
func providerOf(endpoint string) provider {
	u, err := url.Parse(endpoint)
	if err != nil {
		return otherProvider
	}
	switch strings.ToLower(u.Hostname()) {
	case "login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn",
		"login.chinacloudapi.cn", "login.windows.net", "login.live.com":
		return microsoft
	case "accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com":
		return google
	default:
		return otherProvider
	}
}

// personScopes are the scopes a person is asked for. Microsoft gives a refresh
// token only to who asks for offline access in so many words.
func (c Config) personScopes() []string {
	scopes := strings.Fields(c.Scope)
	const offline = "offline_access"
	if providerOf(c.TokenURL) == microsoft && !slices.Contains(scopes, offline) {
		scopes = append(scopes, offline)
	}
	return scopes
}

// need is a field that a flow cannot do without.
type need struct {
	field string
	given bool
}

// check looks for what every flow needs, and for further fields.
func (c Config) check(further ...need) *proof.Finding {
	needs := append([]need{
		{"oauth2.tokenUrl", c.TokenURL != ""},
		{"oauth2.clientId", c.ClientID != ""},
	}, further...)
	var missing []string
	for _, n := range needs {
		if !n.given {
			missing = append(missing, n.field)
		}
	}
	if len(missing) > 0 {
		return settingsMissing(missing)
	}
	for _, e := range c.endpoints() {
		if e.url != "" && !isSafe(e.url) {
			return unsafeEndpoint(e)
		}
	}
	switch c.ClientAuth {
	case "", ClientSecretBasic, ClientSecretPost, ClientAuthNone:
		return nil
	default:
		return settingsInvalid("oauth2.clientAuth", "The way in which the client proves itself is unknown.")
	}
}

// isSafe wants TLS (RFC 6749 §3.1, §3.2). Plain HTTP is for a provider on this
// machine, by a literal: a name could lead anywhere.
func isSafe(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	addr, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && err == nil && addr.IsLoopback()
}
