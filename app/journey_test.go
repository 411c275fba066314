package app_test

import (
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
	"patchbay/backend/vault/kdf"
	backend "patchbay/backend/workbench"
)

const ownerPassword = "correct horse battery staple"

// pages are the bound structs, as the pages have them.
type pages struct {
	frame       *app.Frame
	session     *app.Session
	deployments *app.Deployments
	outgoing    *app.Outgoing
	mailboxes   *app.Mailboxes
	providers   *app.IdentityProviders
	clients     *app.APIClients
	api         *app.LocalAPI
	handover    *app.Handover
	notifying   *app.Notifications
	templates   *app.Templates
	people      *app.People
	messages    *app.Messages
	gateway     *app.Gateway
	overview    *app.Overview
	network     *app.Network
	keys        *app.Keys
	rehearsal   *app.Rehearsal
	audit       *app.Audit
	operators   *app.Operators
	backups     *app.Backups

	app *app.App
	dir string

	mu     sync.Mutex
	events []string // names and payloads in JSON
}

func open(t *testing.T, o app.Options) *pages {
	t.Helper()
	cost := kdf.ForTests()
	dir := filepath.Join(t.TempDir(), "vault")
	bench := backend.Open(backend.Options{Dir: dir, Version: "test", Cost: &cost})
	p := &pages{dir: dir, app: app.New(bench, o)}
	for _, bound := range p.app.Bound() {
		switch b := bound.(type) {
		case *app.Frame:
			p.frame = b
		case *app.Session:
			p.session = b
		case *app.Deployments:
			p.deployments = b
		case *app.Outgoing:
			p.outgoing = b
		case *app.Mailboxes:
			p.mailboxes = b
		case *app.IdentityProviders:
			p.providers = b
		case *app.APIClients:
			p.clients = b
		case *app.LocalAPI:
			p.api = b
		case *app.Handover:
			p.handover = b
		case *app.Notifications:
			p.notifying = b
		case *app.Templates:
			p.templates = b
		case *app.People:
			p.people = b
		case *app.Messages:
			p.messages = b
		case *app.Gateway:
			p.gateway = b
		case *app.Overview:
			p.overview = b
		case *app.Network:
			p.network = b
		case *app.Keys:
			p.keys = b
		case *app.Rehearsal:
			p.rehearsal = b
		case *app.Audit:
			p.audit = b
		case *app.Operators:
			p.operators = b
		case *app.Backups:
			p.backups = b
		}
	}
	p.app.Subscribe(func(name string, payload any) {
		doc, err := json.Marshal(payload)
		if err != nil {
			t.Errorf("event %s: %v", name, err)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.events = append(p.events, name+" "+string(doc))
	})
	t.Cleanup(func() {
		_ = p.app.Close()
		if err := bench.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// must fails the test on an error and returns the answer.
func must[T any](answer T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			f := fault.Of(err)
			t.Fatalf("%v %+v", err, f.Fields)
		}
		return answer
	}
}

func (p *pages) create(t *testing.T) app.RecoveryKey {
	t.Helper()
	return must(p.session.Create(app.NewVault{
		Name: "Ada", Email: "ada@example.com", Password: ownerPassword,
	}))(t)
}

func (p *pages) addDeployment(t *testing.T) app.Deployment {
	t.Helper()
	return must(p.deployments.Save(app.Deployment{
		Name: "Portal", TenantID: "acme", Hostname: "portal.example.com", Environment: "production",
	}))(t)
}

func TestTheMainJob(t *testing.T) {
	p := open(t, app.Options{Door: "browser"})
	if state := must(p.session.Status())(t).State; state != app.VaultMissing {
		t.Fatalf("at first the vault is %s", state)
	}
	p.create(t)
	site := p.addDeployment(t)

	draft := must(p.outgoing.RehearsalDraft(site.ID))(t)
	right := draft.Password.Value
	draft.Password.Value = "not the password"
	proof := must(p.outgoing.Prove(app.OutgoingProof{RunID: "1", Draft: draft, Level: "send"}))(t)
	last := proof.Steps[len(proof.Steps)-1]
	var refused *app.Finding
	for _, step := range proof.Steps {
		if step.Finding != nil {
			refused = step.Finding
		}
	}
	if proof.Verdict != "failed" || refused == nil || refused.Code != "auth.rejected" || refused.Remote == nil {
		t.Fatalf("a wrong password: %+v %+v", last, refused)
	}

	draft.Password.Value = right
	if !must(p.outgoing.Check(draft))(t).Ready {
		t.Fatal("the corrected draft is not ready")
	}
	proof = must(p.outgoing.Prove(app.OutgoingProof{RunID: "2", Draft: draft, Level: "send"}))(t)
	if proof.Verdict != "passed" {
		t.Fatalf("the corrected draft: %+v", proof.Steps)
	}
	saved := must(p.outgoing.Save(draft))(t)
	if saved.Light != app.LightProved || !saved.Password.Set {
		t.Fatalf("saved: %+v", saved)
	}
	if inbox := must(p.rehearsal.Messages())(t); len(inbox) != 1 || inbox[0].To[0] != "ada@example.com" {
		t.Errorf("the test mail: %+v", inbox)
	}

	if err := p.session.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.outgoing.Get(site.ID); fault.Of(err).Kind != fault.Locked {
		t.Errorf("while locked: %v", err)
	}
	must(p.session.Unlock(app.Unlock{Password: ownerPassword}))(t)
	again := must(p.outgoing.Get(site.ID))(t)
	if again.Host != saved.Host || again.Light != app.LightProved || again.LastProof == nil || !again.Password.Set {
		t.Errorf("after unlocking: %+v", again)
	}
	lights := must(p.deployments.Integrations(site.ID))(t)
	if len(lights) != 5 || lights[0].Light != app.LightProved || lights[0].Target == "" ||
		lights[1].Light != app.LightMissing || lights[2].Light != app.LightMissing || lights[3].Light != app.LightMissing || lights[4].Light != app.LightDisabled {
		t.Errorf("the overview: %+v", lights)
	}
}

func TestAPanicBecomesAFault(t *testing.T) {
	var ref string
	var stack []byte
	broken := app.New(nil, app.Options{Panicked: func(r string, s []byte) { ref, stack = r, s }})
	session, ok := broken.Bound()[1].(*app.Session)
	if !ok {
		t.Fatal("the bound structs have another order")
	}
	_, err := session.Status() // without a workbench
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Internal || f.Ref == "" || f.Ref != ref || len(stack) == 0 {
		t.Errorf("got %+v, told %q", f, ref)
	}
}

func TestSaveTextWithoutADialog(t *testing.T) {
	p := open(t, app.Options{})
	if _, err := p.frame.SaveText("key.txt", "x"); fault.Of(err).Kind != fault.Unsupported {
		t.Errorf("got %v", err)
	}
	if p.frame.Platform().NativeSave {
		t.Error("a door without a dialog says it has one")
	}
}

func TestCancelEndsAProof(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	draft := must(p.outgoing.RehearsalDraft(site.ID))(t)
	must(p.rehearsal.SetFault("smtp", "silence"))(t)
	draft.TimeoutSeconds = 300
	done := make(chan app.Proof)
	go func() {
		proof, err := p.outgoing.Prove(app.OutgoingProof{RunID: "slow", Draft: draft, Level: "connect"})
		if err != nil {
			t.Error(err)
		}
		done <- proof
	}()
	for cancelled := false; !cancelled; {
		if err := p.outgoing.CancelProof("slow"); err != nil {
			t.Fatal(err)
		}
		select {
		case proof := <-done:
			if proof.Verdict == "passed" {
				t.Errorf("a cancelled proof passed: %+v", proof.Steps)
			}
			cancelled = true
		default:
		}
	}
}
