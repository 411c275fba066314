package mailtoken_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
	"patchbay/build/peers"
)

// What the certified provider of these tests knows.
const (
	someone    = "info@example.test"
	audience   = "https://mail.example.test"
	realSecret = "s3cret/of+the client"
)

func realProvider(t *testing.T, opaque bool) *peers.OIDCProvider {
	t.Helper()
	return peers.RunOIDCProvider(t, peers.OIDCOptions{Audience: audience, Opaque: opaque, Clients: []peers.OIDCClient{
		{ID: "basic", Secret: realSecret, Auth: "client_secret_basic"},
		{ID: "post", Secret: realSecret, Auth: "client_secret_post"},
		{ID: "public", Auth: "none"},
	}})
}

// realConfig is for a client that is known by its way of authentication.
func realConfig(p *peers.OIDCProvider, client string) mailtoken.Config {
	config := mailtoken.Config{
		Grant: mailtoken.GrantClientCredentials, TokenURL: p.TokenURL(), AuthURL: p.AuthURL(), DeviceURL: p.DeviceURL(),
		ClientID: client, Scope: "mail.send offline_access", Issuer: p.Issuer(), LoginHint: someone,
		ExtraAuthParams: map[string]string{"prompt": "consent"}, // it gives refresh tokens only with consent
	}
	if client != "public" {
		config.ClientSecret = secret.FromString(realSecret)
	}
	return config
}

func TestRealClientCredentials(t *testing.T) {
	p := realProvider(t, false)
	for _, client := range []string{"basic", "post"} {
		t.Run(client, func(t *testing.T) {
			config := realConfig(p, client)
			config.Scope, config.ClientAuth = "mail.send", "client_secret_"+client
			token, f := mailtoken.Acquire(t.Context(), config)
			if f != nil {
				t.Fatal(f)
			}
			defer token.Wipe()
			if token.ClientAuth != "client_secret_"+client || token.Info.ExpiresAt == nil {
				t.Errorf("taken by %s", token.ClientAuth)
			}
			got := token.Info
			if diff := cmp.Diff([]string{audience, "mail.send", client, p.Issuer()}, []string{strings.Join(got.Audience, " "), strings.Join(got.Scopes, " "), got.Client, got.Issuer}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRealRefusals(t *testing.T) {
	p := realProvider(t, false)
	tests := []struct {
		name   string
		edit   func(*mailtoken.Config)
		reason string
		words  string
	}{
		{"wrong secret", func(c *mailtoken.Config) { c.ClientSecret = secret.FromString("another") }, "", "invalid_client"},
		{"unknown client", func(c *mailtoken.Config) { c.ClientID = "nobody" }, "", "invalid_client"},
		{"no secret", func(c *mailtoken.Config) {
			c.Grant, c.RefreshToken, c.ClientAuth = "refresh_token", secret.FromString("r"), "none"
		}, "", "invalid_client"},
		{"wrong scope", func(c *mailtoken.Config) { c.Scope = "mail.admin" }, "", "invalid_scope"},
		{"unknown refresh token", func(c *mailtoken.Config) { c.Grant, c.RefreshToken = "refresh_token", secret.FromString("r") }, "", "invalid_grant"},
		{"wrong endpoint", func(c *mailtoken.Config) { c.TokenURL = p.Issuer() + "/nowhere" }, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config := realConfig(p, "basic")
			config.Scope = "mail.send"
			tt.edit(&config)
			_, f := mailtoken.Acquire(t.Context(), config)
			wantFinding(t, f, "auth.token_rejected", tt.reason)
			if f.Remote == nil || !strings.Contains(f.Remote.Text, tt.words) {
				t.Errorf("the provider's words are lost: %+v", f.Remote)
			}
			noSecret(t, tt.name, shown(t, f), realSecret)
		})
	}
}

// TestRealSignIn: from the browser to a token for the person, and on with the
// refresh token, which changes every time.
func TestRealSignIn(t *testing.T) {
	for name, opaque := range map[string]bool{"JWT": false, "opaque": true} {
		p := realProvider(t, opaque)
		for _, client := range []string{"basic", "post", "public"} {
			t.Run(name+" "+client, func(t *testing.T) {
				config := realConfig(p, client)
				first, f := mailtoken.Authorize(t.Context(), config, callback.Options{}, func(address string) error { return p.SignIn(address, someone) })
				if f != nil {
					t.Fatal(f)
				}
				if user := first.Info.User; first.Info.Opaque != opaque || !opaque && user != someone {
					t.Errorf("a token for %q, opaque: %v", user, first.Info.Opaque)
				}
				config.Grant, config.Scope, config.RefreshToken = mailtoken.GrantRefreshToken, "mail.send", first.Refresh
				second, f := mailtoken.Acquire(t.Context(), config)
				if f != nil {
					t.Fatal(f)
				}
				if second.Refresh.Equal(first.Refresh) || second.Access.Equal(first.Access) {
					t.Error("the refresh token is not the new one")
				}
				_, f = mailtoken.Acquire(t.Context(), config)
				wantFinding(t, f, "auth.token_rejected", "")
				if f.Remote == nil || !strings.Contains(f.Remote.Text, "invalid_grant") {
					t.Errorf("the old refresh token again: %+v", f.Remote)
				}
			})
		}
	}
}

func TestRealSignInEnds(t *testing.T) {
	p := realProvider(t, false)
	t.Run("denied", func(t *testing.T) {
		_, f := mailtoken.Authorize(t.Context(), realConfig(p, "basic"), callback.Options{}, func(address string) error { return p.Deny(address, someone) })
		wantFinding(t, f, "auth.token_rejected", "refused")
		if f.Remote == nil || f.Remote.Code != "access_denied" {
			t.Errorf("%+v", f.Remote)
		}
	})
	t.Run("without offline access", func(t *testing.T) {
		config := realConfig(p, "basic")
		config.Scope = "mail.send"
		_, f := mailtoken.Authorize(t.Context(), config, callback.Options{}, func(address string) error { return p.SignIn(address, someone) })
		wantFinding(t, f, "auth.token_rejected", "no_refresh_token", "oauth2.scope", "oauth2.authUrl")
	})
	t.Run("another issuer", func(t *testing.T) {
		config := realConfig(p, "basic")
		config.Issuer = p.Issuer() + "/"
		_, f := mailtoken.Authorize(t.Context(), config, callback.Options{}, func(address string) error { return p.SignIn(address, someone) })
		wantFinding(t, f, "auth.token_rejected", "issuer_mismatch")
	})
	t.Run("an unregistered redirect URI is never answered", func(t *testing.T) {
		ctx := newExpiring(t)
		_, f := mailtoken.Authorize(ctx, realConfig(p, "basic"), callback.Options{Path: "/elsewhere"}, func(address string) error {
			defer close(ctx.done)
			return p.SignIn(address, someone)
		})
		wantFinding(t, f, "net.timeout", "sign_in")
	})
	t.Run("a wrong scope", func(t *testing.T) {
		config := realConfig(p, "basic")
		config.Scope = "mail.admin"
		_, f := mailtoken.Authorize(t.Context(), config, callback.Options{}, func(address string) error { return p.SignIn(address, someone) })
		wantFinding(t, f, "auth.token_rejected", "")
	})
}

func TestRealDevice(t *testing.T) {
	p := realProvider(t, false)
	for _, client := range []string{"basic", "post", "public"} {
		t.Run(client, func(t *testing.T) {
			config := realConfig(p, client)
			var prompt mailtoken.Prompt
			decide := decision(func() error { return p.SignIn(prompt.VerificationURIComplete, someone) })
			config.Wait = decide.wait
			token, f := mailtoken.Device(t.Context(), config, func(shown mailtoken.Prompt) { prompt = shown })
			if f != nil {
				t.Fatal(f)
			}
			if u, err := url.Parse(prompt.VerificationURI); err != nil || u.Path != "/device" || prompt.UserCode == "" {
				t.Errorf("%+v", prompt)
			}
			if token.Info.User != someone || !token.Refresh.IsSet() || decide.waits < 2 {
				t.Errorf("a token for %q after %d questions", token.Info.User, decide.waits)
			}
		})
	}
}

func TestRealDeviceEnds(t *testing.T) {
	p := realProvider(t, false)
	t.Run("denied", func(t *testing.T) {
		config := realConfig(p, "public")
		var prompt mailtoken.Prompt
		config.Wait = decision(func() error { return p.Deny(prompt.VerificationURIComplete, someone) }).wait
		_, f := mailtoken.Device(t.Context(), config, func(shown mailtoken.Prompt) { prompt = shown })
		wantFinding(t, f, "auth.token_rejected", "refused")
	})
	t.Run("expired", func(t *testing.T) {
		config := realConfig(p, "public")
		var later time.Duration
		config.Now = func() time.Time { return time.Now().Add(later) }
		config.Wait = decision(func() error { later = 15 * time.Minute; return p.Ahead(later) }).wait
		_, f := mailtoken.Device(t.Context(), config, func(mailtoken.Prompt) {})
		wantFinding(t, f, "net.timeout", "sign_in")
	})
	t.Run("an unknown client", func(t *testing.T) {
		config := realConfig(p, "public")
		config.ClientID = "nobody"
		_, f := mailtoken.Device(t.Context(), config, func(mailtoken.Prompt) { t.Error("a prompt was shown") })
		wantFinding(t, f, "auth.token_rejected", "")
	})
}

// person decides in the second pause between two questions.
type person struct {
	decide func() error
	waits  int
}

func decision(decide func() error) *person { return &person{decide: decide} }

func (p *person) wait(ctx context.Context, _ time.Duration) error {
	if p.waits++; p.waits == 2 {
		return p.decide()
	}
	return ctx.Err()
}
