package api_test

import (
	"sync"
	"testing"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TestARemovedDeploymentGetsNoNewClient: one that is added while its deployment
// is removed goes with it, or is refused. It would be given tokens, and nobody
// could remove it.
func TestARemovedDeploymentGetsNoNewClient(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for range 20 { // without the check nearly every round has such a client
		brief := s.deploy(t, "Brief", "brief")
		var value secret.Text
		var adding sync.WaitGroup
		adding.Go(func() {
			_, value, _ = s.bench.Clients.Save(t.Context(), brief.ID, apiclient.Draft{
				Settings: apiclient.Settings{ClientID: "late", Scopes: everyScope()}, Secret: secret.Input{Change: apiclient.Generate},
			})
		})
		if err := s.bench.Deployments.Remove(t.Context(), brief.ID, vault.AnyRevision); err != nil {
			t.Fatal(err)
		}
		adding.Wait()
		if !value.IsSet() {
			continue // it was refused
		}
		_, err := s.bench.Clients.Issue(t.Context(), apiclient.TokenRequest{ClientID: "late", Secrets: []secret.Text{value}})
		if !fault.HasCode(err, apiclient.CodeInvalidClient) && !fault.HasCode(err, apiclient.CodeTooManyAttempts) {
			t.Fatalf("a client of no deployment is given a token: %v", err)
		}
	}
}
