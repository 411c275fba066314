package workbench_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/handover"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/workbench"
)

// pushed is a system that takes mail configurations, and the newest one.
type pushed struct {
	url, caPEM string
	bodies     chan string
}

func newPushed(t *testing.T) *pushed {
	t.Helper()
	own, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	p := &pushed{caPEM: own.PEM(), bodies: make(chan string, 1)}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(r.Body, 64<<10))
		p.bodies <- string(body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"message":"Successfully updated SMTP Details","status":"OK","subSystem":8}`)
	}))
	server.TLS = own.Config(authority.Good)
	server.StartTLS()
	t.Cleanup(server.Close)
	p.url = server.URL + "/config"
	return p
}

// TestAPushGivesTheStoredMailFilledIn, and its receipt is current until the
// mail, its password or a variable changes.
func TestAPushGivesTheStoredMailFilledIn(t *testing.T) {
	bench := open(t)
	createVault(t, bench)
	ctx := t.Context()
	site := addDeployment(t, bench, "Portal", "acme")
	site.Variables = []deployment.Variable{{Name: "domain", Value: "example.com"}}
	site = must(bench.Deployments.Save(ctx, site))(t)
	server := must(bench.Outgoing.Save(ctx, site.ID, outgoing.Draft{
		Settings: smtp.Settings{Host: "mail.example.com", User: "portal", From: "portal@%domain%"},
		Secrets:  smtp.SecretInputs{Password: set("the password of the mail server")},
	}))(t)
	target := newPushed(t)
	draft := handover.Draft{
		Settings: mailapi.Settings{Form: mailapi.FormOther, URL: target.url, CAPEM: target.caPEM}, Token: set("a-token"),
	}

	applied := must(bench.Handover.Apply(ctx, site.ID, handover.ApplyRequest{Draft: draft}))(t)
	if applied.Report.Verdict != proof.Passed {
		t.Fatalf("the push says %+v", applied.Report.Steps)
	}
	body := <-target.bodies
	settings, in, err := smtp.Parse([]byte(body))
	if err != nil || settings.From != "portal@example.com" || string(in.Password.Value.Reveal()) != "the password of the mail server" {
		t.Errorf("it took %+v, %v", settings, err)
	}

	current := func(want bool, when string) {
		t.Helper()
		got := must(bench.Handover.MailAPI(ctx, site.ID))(t)
		if len(got.Receipts) != 1 || got.Receipts[0].Current != want {
			t.Errorf("%s: %+v", when, got.Receipts)
		}
	}
	current(true, "after the push")
	site.Variables[0].Value = "example.net"
	site = must(bench.Deployments.Save(ctx, site))(t)
	current(false, "with another value of the variable")
	site.Variables[0].Value = "example.com"
	site = must(bench.Deployments.Save(ctx, site))(t)
	current(true, "with the first one again")
	again := server.Draft()
	again.Secrets.Password = set("another password")
	must(bench.Outgoing.Save(ctx, site.ID, again))(t)
	current(false, "with another password")

	site.Variables = nil
	site = must(bench.Deployments.Save(ctx, site))(t)
	plan := must(bench.Handover.Plan(ctx, site.ID, draft))(t)
	if len(plan.Faults) != 1 || plan.Faults[0].Name != "smtp.from" || !strings.Contains(plan.Faults[0].Message, "%domain%") {
		t.Errorf("without the variable the plan blames %+v", plan.Faults)
	}
	if _, err := bench.Handover.Apply(ctx, site.ID, handover.ApplyRequest{Draft: draft}); !fault.HasCode(err, handover.CodeIncomplete) {
		t.Errorf("without the variable the push says %v", err)
	}
	if err := bench.Deployments.Remove(ctx, site.ID, site.Revision); err != nil {
		t.Fatal(err)
	}
	if name := bench.RecordName(ctx, handover.KindReceipts, site.ID, nil); name != "" {
		t.Errorf("its receipts are left, of %s", name)
	}
}

// TestNothingIsPushedWithoutMail, and the target's secret is one of those that a
// rotation encrypts anew.
func TestNothingIsPushedWithoutMail(t *testing.T) {
	bench := open(t)
	createVault(t, bench)
	ctx := t.Context()
	site := addDeployment(t, bench, "Portal", "acme")
	saved := must(bench.Handover.Save(ctx, site.ID, handover.Draft{
		Settings: mailapi.Settings{
			TokenURL: "https://acme.example.com/oauth2/token", ClientID: "patchbay", ClientAuth: "client_secret_post",
		},
		ClientSecret: set("the secret of the client"),
	}))(t)
	if saved.Form != mailapi.FormSSMS || saved.URL != "https://acme.acme.example.com/digitanium/v4/mail/config" {
		t.Errorf("it leads to %s", saved.URL)
	}
	_, err := bench.Handover.Apply(ctx, site.ID, handover.ApplyRequest{Draft: saved.Draft()})
	if !fault.HasCode(err, handover.CodeNoMail) {
		t.Errorf("the push says %v", err)
	}
	want := []workbench.Affected{{
		DeploymentID: site.ID, Deployment: "Portal", Kind: workbench.KindHandover, Target: saved.URL, Stored: saved.Stored(),
	}}
	if diff := cmp.Diff(want, must(bench.Affected(ctx))(t)); diff != "" {
		t.Error(diff)
	}
	if name := bench.RecordName(ctx, "secret", handover.KindMailAPI+"/"+site.ID+"/clientSecret", nil); name != saved.URL+": clientSecret" {
		t.Errorf("the secret is called %q", name)
	}
}

// must returns a value that was got without an error.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
