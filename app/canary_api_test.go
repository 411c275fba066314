package app_test

import (
	"bytes"
	"strings"
	"testing"

	"patchbay/app"
)

const (
	canaryCaller = "canary-caller-Rk3uD9-meadow" // the secret of an API client
	canaryBearer = "canary-bearer-Tf7yN2-willow" // a token that was pasted for a push
)

// TestSC25_NothingOfAPushComesBack does for API clients and pushes what
// TestSC25_NoSecretComesBack does for passwords, against a target that repeats
// everything it is told.
func TestSC25_NothingOfAPushComesBack(t *testing.T) {
	target := newMailTarget(t)
	p := open(t, app.Options{API: &openAPI{}})
	seen := &collector{t: t}
	p.create(t)
	site := p.addDeployment(t)

	client := app.APIClientDraft{
		DeploymentID: site.ID, ClientID: "portal", TokenURL: target.URL + "/token", ClientAuth: "client_secret_post",
		CAPEM: target.caPEM, Secret: app.SecretInput{Change: "set", Value: canaryCaller},
	}
	seen.add(p.clients.Check(client))
	seen.add(p.clients.Prove(app.APIClientRun{RunID: "r", Draft: client}))
	saved := must(p.clients.Save(client))(t)
	seen.add(saved, nil)
	client.ID, client.Revision, client.Secret = saved.Client.ID, saved.Client.Revision, app.SecretInput{Change: "keep"}
	seen.add(p.clients.Prove(app.APIClientRun{RunID: "r", Draft: client}))
	elsewhere := client
	elsewhere.TokenURL = target.URL + "/elsewhere"
	seen.add(p.clients.Save(elsewhere))
	seen.add(p.clients.Prove(app.APIClientRun{RunID: "r", Draft: elsewhere}))
	seen.add(p.clients.List(site.ID))

	mail := must(p.outgoing.RehearsalDraft(site.ID))(t)
	mail.Password = app.SecretInput{Change: "set", Value: canaryMail}
	must(p.outgoing.Save(mail))(t)
	for _, status := range []int64{200, 400, 401, 500} {
		target.status.Store(status)
		push := app.MailAPIDraft{DeploymentID: site.ID, Form: "other", URL: target.URL + "/mail", CAPEM: target.caPEM}
		push.Token = app.SecretInput{Change: "set", Value: canaryBearer}
		seen.add(p.handover.PlanMailAPI(push))
		seen.add(p.handover.PushMailAPI(app.MailAPIRun{RunID: "r", Draft: push}))
		push.Token = app.SecretInput{}
		push.TokenURL, push.ClientID, push.ClientAuth = target.URL+"/token", "portal", "client_secret_post"
		push.ClientSecret = app.SecretInput{Change: "set", Value: canaryCaller}
		seen.add(p.handover.PushMailAPI(app.MailAPIRun{RunID: "r", Draft: push}))
		push.Revision = must(p.handover.MailAPI(site.ID))(t).Revision
		seen.add(p.handover.SaveMailAPI(push))
		seen.add(p.handover.SaveMailAPI(push)) // an old revision by now
	}
	if body, _ := target.body.Load().([]byte); !bytes.Contains(body, []byte(canaryMail)) {
		t.Fatal("the target was not given the password")
	}
	seen.add(p.api.RenewAuthority())
	seen.add(p.api.State())
	seen.add(p.keys.Rotate())
	seen.add(p.keys.Status())
	seen.add(p.handover.MailAPI(site.ID))
	seen.add(p.overview.RecentProofs(site.ID))
	seen.add(p.audit.List(0))

	p.mu.Lock()
	seen.out.WriteString(strings.Join(p.events, "\n"))
	p.mu.Unlock()
	for _, reached := range []string{
		"settings.secret_bound_elsewhere", "push.rejected", "push.unauthorized", "handover.applied", "authorityKey", "[redacted]",
	} {
		if !bytes.Contains(seen.out.Bytes(), []byte(reached)) {
			t.Errorf("the journey did not get as far as %s", reached)
		}
	}
	secrets := []string{canaryCaller, canaryBearer, canaryAccess, canaryMail}
	searchFor(t, "answers, faults and events", seen.out.Bytes(), secrets...)
	searchFiles(t, p.dir, secrets...)
	if bytes.Contains(seen.out.Bytes(), []byte("PRIVATE KEY")) {
		t.Error("the authority's key has come out")
	}
}
