package api

import (
	"github.com/danielgtaylor/huma/v2"

	"patchbay/backend/apiclient"
)

func proofSchema() *huma.Schema {
	return object([]string{"integration"}, map[string]*huma.Schema{
		"integration": choice("What to prove.", integrationSMTP, integrationMailbox, integrationIDP),
		"level":       choice("How far, for smtp; by default signin.", "", "connect", "signin", "envelope", "send", "roundtrip"),
		"to":          text("Recipient of the test message; by default the operator."),
		"mailbox":     text("Address of the mailbox to prove, or to read the test message from."),
		"provider":    text("Name of the identity provider to check."),
	})
}

func tokenSchema() *huma.Schema {
	all := []any{}
	for _, s := range apiclient.Scopes() {
		all = append(all, s.Name)
	}
	return &huma.Schema{Type: "object", Required: []string{"grant_type"}, Properties: map[string]*huma.Schema{
		"grant_type":    choice("The only grant.", "client_credentials"),
		"scope":         {Type: "string", Description: "Scopes, separated by blanks; by default all of the client.", Examples: all},
		"client_id":     text("Client ID, without Basic."),
		"client_secret": secretText("Client secret, without Basic."),
	}}
}

func revokeSchema() *huma.Schema {
	return &huma.Schema{Type: "object", Required: []string{"token"}, Properties: map[string]*huma.Schema{
		"token":           secretText("The access token."),
		"token_type_hint": text("Is ignored."),
		"client_id":       text("Client ID, without Basic."),
		"client_secret":   secretText("Client secret, without Basic."),
	}}
}
