package app_test

import (
	"context"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
)

// TestAPIClients follows an administrator from an empty page to a client whose
// secret was shown once, proved at its target, and rotated.
func TestAPIClients(t *testing.T) {
	target := newMailTarget(t)
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	if list := must(p.clients.List(site.ID))(t); len(list.Clients) != 0 || len(list.Scopes) != 6 {
		t.Fatalf("%+v", list)
	}
	draft := app.APIClientDraft{
		DeploymentID: site.ID, ClientID: "portal", Description: "The portal's own", Scopes: []string{"mail:read"},
		TokenURL: target.URL + "/token", ClientAuth: "client_secret_basic", CAPEM: target.caPEM,
		Secret: app.SecretInput{Change: "generate"},
	}
	if check := must(p.clients.Check(draft))(t); !check.Ready {
		t.Fatalf("%+v", check)
	}
	saved := must(p.clients.Save(draft))(t)
	if saved.Secret == "" || !saved.Client.Default || !saved.Client.Secret.Set || saved.Client.Light != app.LightNever {
		t.Fatalf("a new client: %+v", saved.Client)
	}
	draft.ID, draft.Revision, draft.Secret = saved.Client.ID, saved.Client.Revision, app.SecretInput{Change: "keep"}
	draft.Default = true
	if report := must(p.clients.Prove(app.APIClientRun{RunID: "1", Draft: draft}))(t); report.Verdict == "failed" {
		t.Errorf("%+v", report)
	}
	proved := must(p.clients.List(site.ID))(t).Clients[0]
	if proved.Light != app.LightProved && proved.Light != app.LightWarned {
		t.Errorf("after a proof: %s (%s)", proved.Light, proved.Summary)
	}
	rotated := must(p.clients.Rotate(site.ID, proved.ID, proved.Revision))(t)
	if rotated.Secret == "" || rotated.Secret == saved.Secret || rotated.Client.Light != app.LightStale {
		t.Errorf("a rotated secret: %s", rotated.Client.Light)
	}
	draft.Revision, draft.Secret.Change = rotated.Client.Revision, "generate"
	again := must(p.clients.Save(draft))(t)
	if again.Secret == "" || again.Secret == rotated.Secret {
		t.Error("a stored client got no other secret")
	}
	rotated = again
	lights := must(p.deployments.Integrations(site.ID))(t)
	if last := lights[len(lights)-2]; last.Kind != "api" || last.Target != "portal" || last.Light != app.LightStale {
		t.Errorf("the overview: %+v", last)
	}
	if must(p.clients.Revoke(site.ID, proved.ID))(t).Tokens != 0 {
		t.Error("a token outlived its revocation")
	}
	if err := p.clients.Remove(site.ID, proved.ID, rotated.Client.Revision); err != nil {
		t.Fatal(err)
	}
	if left := must(p.clients.List(site.ID))(t).Clients; len(left) != 0 {
		t.Errorf("%+v", left)
	}
}

// openAPI is a door's local API that opens and closes.
type openAPI struct{ opened, closed int }

func (o *openAPI) Start(context.Context, string) error { o.opened++; return nil }

func (o *openAPI) Stop() error { o.closed++; return nil }

func (o *openAPI) Endpoint(context.Context) (tokenURL, caPEM string, done func(), err error) {
	o.opened++
	return "https://127.0.0.1:1/oauth2/token", "", func() { o.closed++ }, nil
}

// TestAClientWithoutTargetAsksTheLocalAPI: it is open for as long as the proof
// runs.
func TestAClientWithoutTargetAsksTheLocalAPI(t *testing.T) {
	door := &openAPI{}
	p := open(t, app.Options{API: door})
	p.create(t)
	site := p.addDeployment(t)
	draft := app.APIClientDraft{DeploymentID: site.ID, ClientID: "script", Secret: app.SecretInput{Change: "set", Value: "a secret of the test"}}
	report := must(p.clients.Prove(app.APIClientRun{RunID: "1", Draft: draft}))(t)
	if report.Target != "https://127.0.0.1:1/oauth2/token" || report.Verdict != "failed" {
		t.Errorf("asked %s: %s", report.Target, report.Verdict)
	}
	if door.opened != 1 || door.closed != 1 {
		t.Errorf("the API was opened %d times and closed %d times", door.opened, door.closed)
	}
}

func TestLocalAPISettings(t *testing.T) {
	door := &openAPI{}
	p := open(t, app.Options{API: door})
	p.create(t)
	site := p.addDeployment(t)
	state := must(p.api.State())(t)
	if state.Running || state.StartAtUnlock || state.Host != "127.0.0.1" || state.Authority.PEM != "" {
		t.Fatalf("at first: %+v", state)
	}
	for _, port := range []int{-1, 70000} {
		_, err := p.api.Save(app.LocalAPISettings{Host: "127.0.0.1", Port: port})
		if f := fault.Of(err); f.Code != "localapi.invalid" || len(f.Fields) != 1 || f.Fields[0].Name != "port" {
			t.Errorf("port %d: %v", port, err)
		}
	}
	saved := must(p.api.Save(app.LocalAPISettings{StartAtUnlock: true, Host: "[::1]", Port: 8443}))(t)
	if !saved.StartAtUnlock || saved.Host != "[::1]" || saved.Port != 8443 || saved.Revision == 0 {
		t.Errorf("%+v", saved)
	}
	must(p.api.Start())(t)
	must(p.api.Stop())(t)
	if door.opened != 1 || door.closed != 1 {
		t.Errorf("the API was started %d times and stopped %d times", door.opened, door.closed)
	}
	if state := must(p.api.RenewAuthority())(t); state.Authority.PEM == "" || state.AuthorityDays < 300 {
		t.Errorf("a new authority: %d days", state.AuthorityDays)
	}
	examples := must(p.api.Examples(app.APIExampleRequest{DeploymentID: site.ID, ClientID: "script"}))(t)
	if len(examples) != 3 {
		t.Errorf("%d examples", len(examples))
	}
	if _, err := open(t, app.Options{}).api.State(); fault.Of(err).Kind == fault.Internal {
		t.Errorf("without a vault: %v", err)
	}
}

// TestPush follows the stored mail configuration to a target and back into the
// receipts.
func TestPush(t *testing.T) {
	target := newMailTarget(t)
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	at := must(p.handover.MailAPI(site.ID))(t)
	if at.Saved || at.SSMSURL != "https://acme.portal.example.com/digitanium/v4/mail/config" ||
		at.SHIFTURL != "https://portal.example.com/auth/realms/acme/mail/setup" {
		t.Fatalf("the proposed target: %+v", at)
	}
	draft := app.MailAPIDraft{
		DeploymentID: site.ID, Form: "other", URL: target.URL + "/mail", CAPEM: target.caPEM,
		Token: app.SecretInput{Change: "set", Value: "a-token-of-the-test"},
	}
	if _, err := p.handover.PushMailAPI(app.MailAPIRun{RunID: "1", Draft: draft}); fault.Of(err).Code != "handover.no_mail" {
		t.Errorf("without outgoing mail: %v", err)
	}
	mail := must(p.outgoing.RehearsalDraft(site.ID))(t)
	must(p.outgoing.Save(mail))(t)
	plan := must(p.handover.PlanMailAPI(draft))(t)
	if !plan.Ready || len(plan.Secrets) != 1 {
		t.Fatalf("%+v", plan)
	}
	pushed := must(p.handover.PushMailAPI(app.MailAPIRun{RunID: "1", Draft: draft}))(t)
	if pushed.Proof.Verdict == "failed" || pushed.Exchange == nil || pushed.Exchange.Status != 200 || len(pushed.Target.Receipts) != 1 {
		t.Fatalf("%+v %+v", pushed.Proof, pushed.Exchange)
	}
	if receipt := pushed.Target.Receipts[0]; !receipt.Current || receipt.Operator != "Ada" || receipt.Status != 200 {
		t.Errorf("%+v", receipt)
	}
	target.status.Store(400)
	refused := must(p.handover.PushMailAPI(app.MailAPIRun{RunID: "2", Draft: draft}))(t)
	var finding *app.Finding
	for _, step := range refused.Proof.Steps {
		if step.Finding != nil && step.Verdict == "failed" {
			finding = step.Finding
		}
	}
	if finding == nil || finding.Code != "push.rejected" || len(refused.Target.Receipts) != 2 {
		t.Errorf("a refused push: %+v", finding)
	}
	saved := must(p.handover.SaveMailAPI(draft))(t)
	if !saved.Saved || saved.URL != draft.URL {
		t.Errorf("%+v", saved)
	}
}
