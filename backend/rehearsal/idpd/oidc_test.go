package idpd_test

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

func read(t *testing.T, r io.Reader) string {
	t.Helper()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// party is a relying party that is not ours.
type party struct {
	*idpd.Server
	ctx      context.Context
	provider *oidc.Provider
	config   oauth2.Config
	verifier string
}

func newParty(t *testing.T, server *idpd.Server, style oauth2.AuthStyle) *party {
	t.Helper()
	ctx := oidc.ClientContext(t.Context(), client(t, server))
	provider, err := oidc.NewProvider(ctx, server.Issuer())
	if err != nil {
		t.Fatal(err)
	}
	p := &party{Server: server, ctx: ctx, provider: provider, verifier: oauth2.GenerateVerifier(), config: oauth2.Config{
		ClientID: server.PublicClientID(), Endpoint: provider.Endpoint(), RedirectURL: "http://127.0.0.1:1/callback",
		Scopes: []string{"openid", "profile", "email", "offline_access"},
	}}
	p.config.Endpoint.AuthStyle = style
	return p
}

// confidential takes the client that has a secret.
func (p *party) confidential() *party {
	p.config.ClientID, p.config.ClientSecret = p.ClientID(), string(p.ClientSecret().Reveal())
	return p
}

func (p *party) code(t *testing.T, person string) string {
	t.Helper()
	address := p.config.AuthCodeURL("s1", oidc.Nonce("n1"), oauth2.S256ChallengeOption(p.verifier))
	exit, err := script.NewBrowser(t, p.CAPEM()).Choose(address, person)
	if err != nil {
		t.Fatal(err)
	}
	return exit.Values().Get("code")
}

func (p *party) redeem(code string) (*oauth2.Token, error) {
	return p.config.Exchange(p.ctx, code, oauth2.VerifierOption(p.verifier))
}

func TestSignIn(t *testing.T) {
	server := start(t, idpd.Options{})
	for name, p := range map[string]*party{
		"basic":  newParty(t, server, oauth2.AuthStyleInHeader).confidential(),
		"post":   newParty(t, server, oauth2.AuthStyleInParams).confidential(),
		"public": newParty(t, server, oauth2.AuthStyleInParams),
	} {
		token, err := p.redeem(p.code(t, "anna"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		raw, _ := token.Extra("id_token").(string)
		idToken, err := p.provider.Verifier(&oidc.Config{ClientID: p.config.ClientID}).Verify(p.ctx, raw)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := idToken.VerifyAccessToken(token.AccessToken); err != nil || idToken.Nonce != "n1" {
			t.Errorf("%s: %v, nonce %q", name, err, idToken.Nonce)
		}
		claims := map[string]any{}
		if err := idToken.Claims(&claims); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]any{"anna@example.com", true, "Anna"}, []any{claims["email"], claims["email_verified"], claims["given_name"]}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		info, err := p.provider.UserInfo(p.ctx, oauth2.StaticTokenSource(token))
		if err != nil || info.Subject != idToken.Subject {
			t.Errorf("%s: user info %+v, %v", name, info, err)
		}
		if token.RefreshToken == "" {
			t.Errorf("%s: there is no refresh token", name)
		}
	}
}

func TestCodeIsTakenOnce(t *testing.T) {
	p := newParty(t, start(t, idpd.Options{}), oauth2.AuthStyleInParams)
	code := p.code(t, "anna")
	if _, err := p.redeem(code); err != nil {
		t.Fatal(err)
	}
	if _, err := p.redeem(code); err == nil {
		t.Error("the code was taken twice")
	}
}

func TestCodeIsBound(t *testing.T) {
	server := start(t, idpd.Options{})
	for name, change := range map[string]func(*party){
		"another verifier":     func(p *party) { p.verifier = oauth2.GenerateVerifier() },
		"another client":       func(p *party) { p.confidential() },
		"another redirect URI": func(p *party) { p.config.RedirectURL += "/" },
		"a wrong secret":       func(p *party) { p.confidential().config.ClientSecret += "x" },
	} {
		p := newParty(t, server, oauth2.AuthStyleInParams)
		code := p.code(t, "anna")
		change(p)
		if _, err := p.redeem(code); err == nil {
			t.Errorf("%s: the code was taken", name)
		}
	}
}

func TestRefreshAndRevoke(t *testing.T) {
	p := newParty(t, start(t, idpd.Options{}), oauth2.AuthStyleInParams).confidential()
	token, err := p.redeem(p.code(t, "anna"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.config.TokenSource(p.ctx, &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	if err != nil {
		t.Fatal(err)
	}
	response, err := client(t, p.Server).PostForm(p.Issuer()+"/revoke", map[string][]string{
		"token": {again.AccessToken}, "client_id": {p.config.ClientID}, "client_secret": {p.config.ClientSecret},
	})
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%v, %+v", err, response)
	}
	_ = response.Body.Close()
	if _, err := p.provider.UserInfo(p.ctx, oauth2.StaticTokenSource(again)); err == nil {
		t.Error("a token that was taken back still works")
	}
}
