package gateway_test

import (
	"context"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// access is a vault with an owner at work in it, or somebody who only reads.
type access struct {
	*vault.Vault
	viewer bool
}

func (a *access) MayRead() (string, error) { return "Ada", nil }

func (a *access) MayOwn(ctx context.Context, action string) (string, error) {
	if a.viewer {
		_ = a.Record(ctx, audit.Entry{Action: action, Refused: true})
		return "", fault.New(fault.Denied, "operator.not_allowed", "this needs the role owner")
	}
	return "Ada", nil
}

func (a *access) Record(ctx context.Context, e audit.Entry) error {
	e.Operator = "Ada"
	return a.Update(ctx, func(tx *vault.Tx) error { return audit.New(a.Vault, time.Now).Append(tx, e) })
}

const site = "deployment-1"

// deployments are the one called Portal, with outgoing mail that can be changed.
type deployments struct {
	mu       sync.Mutex
	gone     bool
	settings smtp.Settings // without a host: not configured
	secrets  smtp.Secrets
	proofs   int
}

func (d *deployments) Find(_ context.Context, named string) (id, name string, err error) {
	if d.gone || named != site && named != "Portal" {
		return "", "", fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	return site, "Portal", nil
}

func (d *deployments) Route(context.Context, string) (gateway.Route, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.settings.Host == "" {
		return gateway.Route{Status: evidence.Status{Light: evidence.Missing}}, nil
	}
	route := gateway.RouteOf(d.settings)
	route.Status = evidence.Status{Light: evidence.Proved, Summary: "Proved"}
	return route, nil
}

func (d *deployments) Send(
	ctx context.Context, _, fingerprint string, redirected func(gateway.Route) error, batch smtp.Batch,
) error {
	if now := gateway.RouteOf(d.settings); now.Fingerprint != fingerprint {
		return redirected(now)
	}
	return smtp.Send(ctx, smtp.SendRequest{Batch: batch, Request: smtp.Request{Settings: d.settings, Secrets: d.secrets}})
}

func (d *deployments) Prove(context.Context, string, gateway.ProofRequest) (proof.Report, error) {
	d.proofs++
	return proof.Report{Subject: "smtp", Verdict: proof.Passed, Shows: "It works."}, nil
}

// direct is a network without a proxy, with the system's resolver.
type direct struct{ way string }

func (*direct) Network(context.Context) (dial.Network, error) { return dial.Network{}, nil }

func (d *direct) Way(context.Context) (string, error) { return d.way, nil }

type fixture struct {
	*gateway.Gateway
	access      *access
	deployments *deployments
	network     *direct
	journal     *audit.Journal
	dir         string
	mu          sync.Mutex // of events
	events      []event.Event
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: dir, Cost: new(kdf.ForTests())},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	f := &fixture{access: &access{Vault: v}, deployments: &deployments{}, network: &direct{}, journal: audit.New(v, time.Now), dir: dir}
	bus := &event.Bus{}
	bus.Subscribe(func(e event.Event) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.events = append(f.events, e)
	})
	f.Gateway = gateway.New(gateway.Options{
		Access: f.access, Deployments: f.deployments, Network: f.network, Mail: f.deployments, Journal: f.journal,
		Events: bus, Now: time.Now, Version: "test", VaultName: func() string { return "the vault Acme" },
	})
	return f
}

func (f *fixture) save(t *testing.T, d gateway.Draft) gateway.Stored {
	t.Helper()
	stored, err := f.Save(t.Context(), d)
	if err != nil {
		t.Fatalf("save: %v %+v", err, fault.Of(err).Fields)
	}
	return stored
}

func (f *fixture) get(t *testing.T) gateway.Stored {
	t.Helper()
	stored, err := f.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// newest is the newest entry of the journal.
func (f *fixture) newest(t *testing.T) audit.Entry {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{})
	if err != nil || len(page.Entries) == 0 {
		t.Fatalf("%d entries, %v", len(page.Entries), err)
	}
	return page.Entries[0]
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

// whole is a draft with all that is mandatory.
func whole() gateway.Draft {
	return gateway.Draft{
		Settings: gateway.Settings{Enabled: true, Host: "mail.example.com", From: "it@example.com", SenderName: "IT"},
		Password: set("an authorization code"),
	}
}

// rehearsal starts a mail server and returns it with a draft that reaches it.
func rehearsal(t *testing.T) (*smtpd.Server, gateway.Draft) {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	var endpoint smtpd.Endpoint
	for _, one := range server.Endpoints() {
		if one.Security == string(smtp.SecurityImplicitTLS) {
			endpoint = one
		}
	}
	return server, gateway.Draft{
		Settings: gateway.Settings{
			Enabled: true, Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), From: server.User(), SenderName: "IT",
			CAPEM: server.CAPEM(),
		},
		Password: set(string(server.Password().Reveal())),
	}
}

func names(fields []fault.Field) []string {
	list := []string{}
	for _, f := range fields {
		list = append(list, f.Name)
	}
	return list
}
