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

func messagesSchema() *huma.Schema {
	return object([]string{"action", "message"}, map[string]*huma.Schema{
		"action":    text("ID or name of the action."),
		"people":    people("Their IDs, user names or e-mail addresses."),
		"everyone":  flag("All people of the deployment instead, if they are no more than one call tells."),
		"message":   text("What the workflow says: %action-message% of the template. At most 16 KiB."),
		"key":       text("Names the event, so that calling again sends nothing twice. At most 200 bytes."),
		"rehearsal": flag("Into the rehearsal inbox instead of to the server."),
		"dryRun":    flag("Nothing is stored and nothing is sent: the answer has decisions."),
	})
}

// people is a list of as many as one call tells.
func people(description string) *huma.Schema {
	list := texts(description)
	list.MaxItems = new(maxPeople)
	return list
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
