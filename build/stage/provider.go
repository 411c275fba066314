package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"patchbay/build/peers"
)

const (
	clientID = "patchbay"
	audience = "https://mail.stage.test"
)

// openProvider starts the OpenID provider, and beside it the address at which
// the mail server asks whose token it was given.
func (s *stage) openProvider() (introspection string, bill oauth2Bill, err error) {
	secret := "client-" + strings.ToLower(rand.Text())
	provider, err := peers.StartOIDCProvider(peers.OIDCOptions{
		Audience: audience,
		Clients:  []peers.OIDCClient{{ID: clientID, Secret: secret, Auth: "client_secret_basic"}},
	})
	if err != nil {
		return "", oauth2Bill{}, err
	}
	s.later(provider.Close)
	address, err := s.serve(http.HandlerFunc(introspect), nil)
	return "http://" + address + "/introspect", oauth2Bill{
		TokenURL: provider.TokenURL(), DeviceURL: provider.DeviceURL(),
		// OpenID Connect Core §11: a refresh token is given with consent only.
		AuthURL:  provider.AuthURL() + "?prompt=consent",
		ClientID: clientID, ClientSecret: secret, Scope: "mail.send offline_access",
	}, err
}

// introspect says whose a token is (RFC 7662). It believes what the token says:
// that the provider signs well is not what is played here.
func introspect(w http.ResponseWriter, r *http.Request) {
	var claims struct {
		Username string `json:"username"`
		Audience string `json:"aud"`
		Scope    string `json:"scope"`
		Expires  int64  `json:"exp"`
	}
	parts := strings.Split(r.FormValue("token"), ".")
	active := false
	if len(parts) == 3 {
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		active = err == nil && json.Unmarshal(payload, &claims) == nil && claims.Audience == audience &&
			slices.Contains(strings.Fields(claims.Scope), "mail.send") && claims.Expires > time.Now().Unix()
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"active": active, "username": claims.Username})
}
