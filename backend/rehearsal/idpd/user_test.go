package idpd_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"patchbay/backend/rehearsal/idpd"
)

func containsAll(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// call asks with an access token for the JSON of a path.
func (p *party) call(t *testing.T, path string, token *oauth2.Token) any {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.Issuer()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	token.SetAuthHeader(request)
	response, err := client(t, p.Server).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestPlainOAuth(t *testing.T) {
	p := newParty(t, start(t, idpd.Options{}), oauth2.AuthStyleInHeader).confidential()
	p.config.Scopes = nil
	token, err := p.redeem(p.code(t, "ben"))
	if err != nil {
		t.Fatal(err)
	}
	if token.Extra("id_token") != nil || token.RefreshToken != "" {
		t.Error("there is more than was asked for")
	}
	user := map[string]any{"id": 1002.0, "login": "ben", "name": "Ben Example", "email": "ben@example.com", "groups": []any{"staff"}}
	if diff := cmp.Diff(any(user), p.call(t, "/user", token)); diff != "" {
		t.Error(diff)
	}
	emails := []any{map[string]any{"email": "ben@example.com", "primary": true, "verified": false}}
	if diff := cmp.Diff(any(emails), p.call(t, "/user/emails", token)); diff != "" {
		t.Error(diff)
	}
	token.AccessToken += "x"
	if diff := cmp.Diff("invalid_token", p.call(t, "/user", token).(map[string]any)["error"]); diff != "" {
		t.Error(diff)
	}
}
