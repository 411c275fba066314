package workbench_test

import (
	"path/filepath"
	"testing"
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

func open(t *testing.T) *workbench.Workbench { return openAt(t, time.Now) }

func openAt(t *testing.T, now func() time.Time) *workbench.Workbench {
	t.Helper()
	cost := kdf.ForTests()
	bench := workbench.Open(workbench.Options{
		Dir: filepath.Join(t.TempDir(), "vault"), Version: "test", Cost: &cost, Now: now,
	})
	t.Cleanup(func() {
		if err := bench.Close(); err != nil {
			t.Error(err)
		}
	})
	return bench
}

func createVault(t *testing.T, bench *workbench.Workbench) {
	t.Helper()
	_, err := bench.Operators.Create(t.Context(), operator.NewVault{
		Name: "Ada", Email: "ada@example.com", Password: secret.FromString("correct horse battery staple"),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestARemovedDeploymentTakesItsServerAlong(t *testing.T) {
	bench := open(t)
	ctx := t.Context()
	createVault(t, bench)
	site, err := bench.Deployments.Save(ctx, deployment.Deployment{
		Name: "Portal", TenantID: "acme", Hostname: "portal.example.com", Environment: deployment.Test,
		Variables: []deployment.Variable{{Name: "domain", Value: "example.com"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = bench.Outgoing.Save(ctx, site.ID, outgoing.Draft{
		Settings: smtp.Settings{Host: "mail.%domain%", User: "portal", From: "portal@%domain%"},
		Secrets: smtp.SecretInputs{Password: secret.Input{
			Change: secret.Set, Value: secret.FromString("the password of the mail server"),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := bench.Deployments.Remove(ctx, site.ID, site.Revision); err != nil {
		t.Fatal(err)
	}
	keys, err := bench.Operators.Keys(ctx)
	if err != nil || keys.Secrets != 0 {
		t.Errorf("after the removal: %+v, %v", keys, err)
	}
	if _, err := bench.Outgoing.Get(ctx, site.ID); !fault.HasCode(err, deployment.CodeNotFound) {
		t.Errorf("the server of a removed deployment: %v", err)
	}
	if _, err := bench.Audit.Verify(ctx); err != nil {
		t.Error(err)
	}
}

func TestRehearsalStartsOnDemand(t *testing.T) {
	bench := open(t)
	var names []string
	bench.Events.Subscribe(func(e event.Event) { names = append(names, e.Name) })
	if _, running := bench.Rehearsal.Running(); running {
		t.Error("it runs before it was asked to")
	}
	if err := bench.Rehearsal.SetFault("smtp", "silence"); !fault.HasCode(err, workbench.CodeRehearsalStopped) {
		t.Errorf("a fault for a server that does not run: %v", err)
	}
	first, err := bench.Rehearsal.Start()
	if err != nil {
		t.Fatal(err)
	}
	second, err := bench.Rehearsal.Start()
	if err != nil || first.Settings().Port != second.Settings().Port {
		t.Errorf("a second start made another server: %v", err)
	}
	if err := bench.Rehearsal.SetFault("smtp", "no such fault"); err == nil {
		t.Error("an unknown fault was taken")
	}
	if err := bench.Rehearsal.SetFault("smtp", "silence"); err != nil {
		t.Fatal(err)
	}
	if err := bench.Rehearsal.SetFault("imap", "preauth"); err != nil {
		t.Fatal(err)
	}
	if err := bench.Rehearsal.SetFault("idp", "wrong-audience"); err != nil {
		t.Fatal(err)
	}
	if err := bench.Rehearsal.SetFault("pop3", ""); !fault.HasCode(err, workbench.CodeRehearsalProtocol) {
		t.Errorf("a fault for a protocol without a server: %v", err)
	}
	server, _ := bench.Rehearsal.Running()
	if server.Fault != "silence" || len(server.Faults) == 0 || server.IMAP.Fault != "preauth" || len(server.IMAP.Faults) == 0 {
		t.Errorf("running: %+v", server)
	}
	if err := bench.Rehearsal.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := bench.Rehearsal.Messages(); !fault.HasCode(err, workbench.CodeRehearsalStopped) {
		t.Errorf("messages of a stopped server: %v", err)
	}
	if server.IDP.Fault != "wrong-audience" || len(server.IDP.Faults) == 0 || len(server.IDP.People) == 0 {
		t.Errorf("running: %+v", server.IDP)
	}
	if len(names) != 5 {
		t.Errorf("events %v", names)
	}
}

func TestExpiringSaysHowNearAnEndIs(t *testing.T) {
	clock := time.Now()
	bench := openAt(t, func() time.Time { return clock })
	ctx := t.Context()
	createVault(t, bench)
	const day = 24 * time.Hour // the key is to be rotated after 90
	for _, tt := range []struct {
		after time.Duration
		days  int
		state workbench.ExpiryState
	}{
		{time.Hour, 89, workbench.ExpiryLater},
		{60*day + time.Hour, 29, workbench.ExpirySoon},
		{91 * day, -1, workbench.ExpiryPast},
	} {
		begin := clock
		clock = clock.Add(tt.after)
		ends, err := bench.Expiring(ctx, "")
		if err != nil || len(ends) != 1 || ends[0].Kind != "key" || ends[0].Days != tt.days || ends[0].State != tt.state {
			t.Errorf("after %s: %+v, %v", tt.after, ends, err)
		}
		clock = begin
	}
}
