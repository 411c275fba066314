package app

import (
	"strings"

	"patchbay/backend/apiclient"
	"patchbay/backend/vault"
)

// draft is what is on the screen in the use case's words. Blanks around what was
// typed or pasted mean nothing.
func (d APIClientDraft) draft() apiclient.Draft {
	return apiclient.Draft{
		ID: d.ID, Revision: vault.Revision(d.Revision),
		Settings: apiclient.Settings{
			ClientID: strings.TrimSpace(d.ClientID), Description: strings.TrimSpace(d.Description),
			Scopes: d.Scopes, Default: d.Default,
			TokenURL: strings.TrimSpace(d.TokenURL), ClientAuth: d.ClientAuth, CAPEM: d.CAPEM,
		},
		Secret: d.Secret.input(),
	}
}

func viewClients(all []apiclient.Client) APIClientList {
	view := APIClientList{Clients: make([]APIClient, len(all))}
	for i, c := range all {
		view.Clients[i] = viewClient(c)
	}
	for _, s := range apiclient.Scopes() {
		view.Scopes = append(view.Scopes, APIScope{Name: s.Name, Text: s.Text})
	}
	return view
}

func viewClient(c apiclient.Client) APIClient {
	return APIClient{
		ID: c.ID, Revision: int(c.Revision), ClientID: c.ClientID, Description: c.Description,
		Scopes: list(c.Scopes), Default: c.Default, TokenURL: c.TokenURL, ClientAuth: c.ClientAuth, CAPEM: c.CAPEM,
		Secret: viewSecret(c.Secret), Bound: c.Bound, LastUsedAt: stamp(c.LastUsedAt), Tokens: c.Tokens,
		ChangedAt: stamp(c.ChangedAt), Light: Light(c.Status.Light), Summary: c.Status.Summary, Proof: viewProofOf(c.Status.Proof),
	}
}
