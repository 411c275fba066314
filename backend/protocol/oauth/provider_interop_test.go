package oauth_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/build/peers"
)

// TestRealSignIn: a certified provider, spoken to in plain OAuth 2.0.
func TestRealSignIn(t *testing.T) {
	const ada, realSecret = "ada@example.test", "s3cret/of+the client"
	p := peers.RunOIDCProvider(t, peers.OIDCOptions{
		Claims: map[string]any{"email_verified": true}, Clients: []peers.OIDCClient{
			{ID: "basic", Secret: realSecret, Auth: "client_secret_basic"},
			{ID: "post", Secret: realSecret, Auth: "client_secret_post"},
			{ID: "public", Auth: "none"},
		},
	})
	arrived := make(chan url.Values, 1)
	back := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { arrived <- r.URL.Query() }))
	defer back.Close()
	at := signin.Location{URL: back.URL + "/callback"}
	for client, how := range map[string]signin.ClientAuth{
		"basic": signin.ClientSecretBasic, "post": signin.ClientSecretPost, "public": signin.ClientNone,
	} {
		t.Run(client, func(t *testing.T) {
			r := signin.Request{Settings: signin.Settings{
				Type: signin.OAuth2, AuthURL: p.AuthURL(), TokenURL: p.TokenURL(), UserInfoURL: p.Issuer() + "/me",
				ClientID: client, ClientAuth: how, Scopes: []string{"openid", "email"}, TimeoutSeconds: 20,
			}}
			if how != signin.ClientNone {
				r.Secrets.ClientSecret = secret.FromString(realSecret)
			}
			attempt, report := oauth.Begin(t.Context(), r, at)
			if report != nil {
				t.Fatal(verdicts(*report))
			}
			if err := p.SignIn(attempt.Opening().URL, ada); err != nil {
				t.Fatal(err)
			}
			ended := attempt.Finish(t.Context(), signin.Answer{Values: <-arrived, Location: at.URL, Method: http.MethodGet})
			// It is on this machine, and speaks HTTP.
			if diff := cmp.Diff(map[string]string{"O03": "warned idp.check_failed clear_text"}, verdicts(ended)); diff != "" {
				t.Error(diff)
			}
			if ended.Identity == nil || ended.Email != ada || ended.Identity.Subject != ada || ended.Verdict != proof.Warned {
				t.Errorf("%+v", ended.Identity)
			}
		})
	}
}
