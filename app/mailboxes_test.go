package app_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
)

const (
	canaryBox     = "canary-box-Wm4kT8-lagoon"
	canaryBoxNext = "canary-next-box-Rd9vH3-prairie"
	canaryImport  = "canary-import-Gf6yB2-canyon"
	canaryPhrase  = "canary-phrase-Qs1nJ7-tundra"
)

// addMailbox keeps a mailbox of the rehearsal server.
func (p *pages) addMailbox(t *testing.T, deploymentID string) app.Mailbox {
	t.Helper()
	return must(p.mailboxes.Save(must(p.mailboxes.RehearsalDraft(deploymentID))(t)))(t)
}

// draftOf is what a page makes of a stored mailbox.
func draftOf(m app.Mailbox) app.MailboxDraft {
	keep := app.SecretInput{Change: "keep"}
	return app.MailboxDraft{
		DeploymentID: m.DeploymentID, ID: m.ID, Revision: m.Revision, Mailbox: m.Mailbox, Host: m.Host, Port: m.Port,
		Security: m.Security, Auth: m.Auth, User: m.User, Name: m.Name, Description: m.Description,
		TimeoutSeconds: m.TimeoutSeconds, CAPEM: m.CAPEM, Password: keep,
		OAuth2: app.OAuth2Draft{ClientSecret: keep, RefreshToken: keep},
	}
}

func TestAMailboxIsConfiguredProvedAndRemoved(t *testing.T) {
	p := open(t, app.Options{})
	must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	site := p.addDeployment(t)

	draft := must(p.mailboxes.RehearsalDraft(site.ID))(t)
	draft.Name = ""
	check := must(p.mailboxes.Check(draft))(t)
	if !check.Ready || check.Complete || check.DefaultPort != "993" || check.DefaultUser != draft.Mailbox {
		t.Errorf("a draft without a name is to be tested but not to be saved: %+v", check)
	}
	proof := must(p.mailboxes.Prove(app.MailboxProof{RunID: "r", Draft: draft}))(t)
	if proof.Verdict != "passed" || !strings.HasPrefix(proof.Shows, "We were able to connect to your mailbox.") {
		t.Fatalf("%s: %s %+v", proof.Verdict, proof.Shows, proof.Steps)
	}
	for _, step := range proof.Steps {
		if step.Name == "folders" && len(step.Folders) == 0 {
			t.Error("no folders are shown")
		}
	}

	box := p.addMailbox(t, site.ID)
	again := draft
	again.Name = "Twice"
	if _, err := p.mailboxes.Save(again); !fault.HasCode(err, mailbox.CodeExists) {
		t.Errorf("the same mailbox twice: %v", err)
	}
	alias := must(p.mailboxes.SaveAlias(app.MailboxAliasDraft{
		DeploymentID: site.ID, MailboxID: box.ID, Address: "jobs@example.com", Workspace: "Hiring",
	}))(t)
	err := p.mailboxes.Remove(site.ID, box.ID, box.Revision)
	if fields := fault.Of(err).Fields; !fault.HasCode(err, mailbox.CodeHasAliases) || len(fields) != 1 || !strings.Contains(fmt.Sprint(fields), alias.Address) {
		t.Errorf("a mailbox with an alias: %v, fields %v", err, fields)
	}
	list := must(p.mailboxes.List(site.ID))(t)
	if len(list.Rows) != 1 || list.Rows[0].Aliases != 1 || list.Rows[0].Light != app.LightProved {
		t.Errorf("the draft that was saved has been proved: %+v", list.Rows)
	}
	if err := p.mailboxes.RemoveAlias(site.ID, box.ID, alias.ID, alias.Revision); err != nil {
		t.Fatal(err)
	}
	box = must(p.mailboxes.Get(site.ID, box.ID))(t)
	if err := p.mailboxes.Remove(site.ID, box.ID, box.Revision); err != nil {
		t.Fatal(err)
	}
}

func TestAChangedPasswordIsTheOneThatIsTested(t *testing.T) {
	p := open(t, app.Options{})
	must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	site := p.addDeployment(t)
	box := p.addMailbox(t, site.ID)
	_, err := p.mailboxes.ChangePassword(app.MailboxPassword{
		DeploymentID: site.ID, ID: box.ID, Next: canaryBox, Confirm: canaryBoxNext,
	})
	if fields := fault.Of(err).Fields; !fault.HasCode(err, mailbox.CodePasswordsDiffer) || len(fields) != 1 || fields[0].Name != "confirm" {
		t.Errorf("passwords that differ: %v, fields %v", err, fields)
	}
	box = must(p.mailboxes.ChangePassword(app.MailboxPassword{
		DeploymentID: site.ID, ID: box.ID, Next: canaryBox, Confirm: canaryBox,
	}))(t)
	proved := must(p.mailboxes.ProveMany(app.MailboxesProof{RunID: "many", DeploymentID: site.ID}))(t)
	if proved.Failed != 1 || len(proved.Causes) != 1 || proved.Causes[0].Code != "auth.rejected" {
		t.Errorf("a wrong password: %+v", proved)
	}
	if light := must(p.mailboxes.Get(site.ID, box.ID))(t).Light; light != app.LightFailed {
		t.Errorf("the light is %q", light)
	}
}

// TestSC25_NoMailboxSecretComesBack does for mailboxes what
// TestSC25_NoSecretComesBack does for outgoing mail.
func TestSC25_NoMailboxSecretComesBack(t *testing.T) {
	p := open(t, app.Options{})
	seen := &collector{t: t}
	must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	site := p.addDeployment(t)
	box := p.addMailbox(t, site.ID)
	draft := draftOf(box)
	draft.Password = app.SecretInput{Change: "set", Value: canaryBox}
	faults := must(p.rehearsal.Status())(t).Faults
	faults = append(faults, app.RehearsalFault{Protocol: "imap"})
	draft.TimeoutSeconds = 1
	for _, f := range faults {
		if f.Protocol != "imap" {
			continue
		}
		must(p.rehearsal.SetFault("imap", f.Name))(t)
		seen.add(p.mailboxes.Prove(app.MailboxProof{RunID: "r", Draft: draft}))
	}
	seen.add(p.mailboxes.ChangePassword(app.MailboxPassword{DeploymentID: site.ID, ID: box.ID, Next: canaryBoxNext, Confirm: canaryBox}))
	seen.add(p.mailboxes.ChangePassword(app.MailboxPassword{DeploymentID: site.ID, ID: box.ID, Next: canaryBoxNext, Confirm: canaryBoxNext}))
	seen.add(p.mailboxes.ProveMany(app.MailboxesProof{RunID: "many", DeploymentID: site.ID}))
	seen.add(p.mailboxes.Check(draft))
	seen.add(p.mailboxes.Save(draft)) // an old revision by now
	moved := draftOf(must(p.mailboxes.Get(site.ID, box.ID))(t))
	moved.Host = "127.0.0.2"
	seen.add(p.mailboxes.Check(moved))
	seen.add(p.mailboxes.Save(moved))
	seen.add(p.mailboxes.Prove(app.MailboxProof{RunID: "r", Draft: moved}))
	handle := p.importing(t, site.ID, false, importText())
	seen.add(p.mailboxes.PreviewImport(app.MailboxImportOptions{DeploymentID: site.ID, Handle: handle}))
	seen.add(p.mailboxes.Import(app.MailboxImport{DeploymentID: site.ID, Handle: handle}))
	seen.add(p.mailboxes.Import(app.MailboxImport{DeploymentID: site.ID, Handle: handle, WithoutBad: true}))
	seen.add(p.mailboxes.Export(app.MailboxExport{DeploymentID: site.ID}))
	seen.add(p.mailboxes.Export(app.MailboxExport{DeploymentID: site.ID, Sealed: true, Passphrase: canaryPhrase, Confirm: canaryPhrase}))
	seen.add(p.mailboxes.List(site.ID))
	seen.add(p.audit.List(0))
	p.mu.Lock()
	seen.out.WriteString(strings.Join(p.events, "\n"))
	p.mu.Unlock()
	for _, reached := range []string{"auth.rejected", "settings.secret_bound_elsewhere", "mailboxes.proving", `"newAliases":1`} {
		if !strings.Contains(seen.out.String(), reached) {
			t.Errorf("the journey did not get as far as %s", reached)
		}
	}
	canaries := []string{canaryOwner, canaryBox, canaryBoxNext, canaryImport, canaryPhrase}
	searchFor(t, "answers, faults and events", seen.out.Bytes(), canaries...)
	searchFiles(t, p.dir, canaries...)
	if err := p.session.Lock(); err != nil {
		t.Fatal(err)
	}
	searchFiles(t, p.dir, canaries...)
}

// importText is a file with a good mailbox, its alias, and one bad row.
func importText() string {
	return "mailbox,host,name,description,password,alias,workspace\n" +
		"in@example.com,127.0.0.1,In,Incoming," + canaryImport + ",,\n" +
		"in@example.com,,,,,cv@example.com,Hiring\n" +
		"not an address,127.0.0.1,Bad,Bad," + canaryImport + ",,\n"
}

// importing hands over a file in pieces.
func (p *pages) importing(t *testing.T, deploymentID string, sealed bool, text string) (handle string) {
	t.Helper()
	for len(text) > 0 {
		n := min(len(text), 99)
		handle = must(p.mailboxes.ImportPart(app.MailboxImportPart{
			DeploymentID: deploymentID, Handle: handle, Text: text[:n], Sealed: sealed,
		}))(t)
		text = text[n:]
	}
	return handle
}

func TestAFileIsImportedOnlyAsAgreed(t *testing.T) {
	p := open(t, app.Options{})
	must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	site, other := p.addDeployment(t), must(p.deployments.Save(app.Deployment{
		Name: "Other", TenantID: "other", Hostname: "other.example.com", Environment: "test",
	}))(t)
	handle := p.importing(t, site.ID, false, importText())
	ask := app.MailboxImport{DeploymentID: site.ID, Handle: handle}
	if _, err := p.mailboxes.Import(ask); fault.Of(err).Kind != fault.Conflict {
		t.Errorf("an import that nobody has looked at: %v", err)
	}
	if _, err := p.mailboxes.PreviewImport(app.MailboxImportOptions{DeploymentID: other.ID, Handle: handle}); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("a file of another deployment: %v", err)
	}
	preview := must(p.mailboxes.PreviewImport(app.MailboxImportOptions{DeploymentID: site.ID, Handle: handle}))(t)
	if preview.Good != 2 || preview.Bad != 1 || preview.New != 1 || preview.NewAliases != 1 ||
		len(preview.Problems) != 1 || preview.Problems[0].Line != 4 || preview.Problems[0].Column != "mailbox" {
		t.Errorf("preview %+v", preview)
	}
	if _, err := p.mailboxes.Import(ask); err == nil || len(must(p.mailboxes.List(site.ID))(t).Rows) != 0 {
		t.Errorf("good rows are kept without the operator's word: %v", err)
	}
	ask.WithoutBad = true
	if done := must(p.mailboxes.Import(ask))(t); done.New != 1 || done.Aliases != 1 || done.LeftOut != 1 {
		t.Errorf("imported %+v", done)
	}
	if _, err := p.mailboxes.Import(ask); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("the same import twice: %v", err)
	}
	exported := must(p.mailboxes.Export(app.MailboxExport{
		DeploymentID: site.ID, Sealed: true, Passphrase: canaryPhrase, Confirm: canaryPhrase,
	}))(t)
	handle = must(p.mailboxes.ImportPart(app.MailboxImportPart{
		DeploymentID: other.ID, Text: base64.StdEncoding.EncodeToString([]byte(exported.Text)), Sealed: true,
	}))(t)
	options := app.MailboxImportOptions{DeploymentID: other.ID, Handle: handle, Passphrase: "not the passphrase"}
	if _, err := p.mailboxes.PreviewImport(options); err == nil {
		t.Error("a wrong passphrase opens the file")
	}
	options.Passphrase = canaryPhrase
	if preview := must(p.mailboxes.PreviewImport(options))(t); preview.Bad != 0 || preview.New != 1 || !preview.Samples[0].Password {
		t.Errorf("what was exported sealed: %+v", preview)
	}
	if err := p.session.Lock(); err != nil {
		t.Fatal(err)
	}
	must(p.session.Unlock(app.Unlock{Password: canaryOwner}))(t)
	if _, err := p.mailboxes.PreviewImport(options); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("a file outlasts the lock: %v", err)
	}
}

func TestFilesToImportAreBounded(t *testing.T) {
	p := open(t, app.Options{})
	must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	site := p.addDeployment(t)
	part := app.MailboxImportPart{DeploymentID: site.ID, Text: strings.Repeat("x", 512<<10)}
	first := must(p.mailboxes.ImportPart(part))(t)
	part.Handle = first
	for range 63 {
		must(p.mailboxes.ImportPart(part))(t)
	}
	if _, err := p.mailboxes.ImportPart(part); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("more than 32 MiB: %v", err)
	}
	part.Handle, part.Text = "", part.Text+"x"
	if _, err := p.mailboxes.ImportPart(part); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("a piece that is too large: %v", err)
	}
	part.Text = "mailbox\n"
	oldest := must(p.mailboxes.ImportPart(part))(t)
	for range 2 {
		must(p.mailboxes.ImportPart(part))(t)
	}
	part.Handle = oldest
	if _, err := p.mailboxes.ImportPart(part); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("three files at once: %v", err)
	}
	if err := p.mailboxes.DiscardImport(fmt.Sprint(first, "unknown")); err != nil {
		t.Error(err)
	}
}

func TestARoundTripIsReadBack(t *testing.T) {
	p := open(t, app.Options{})
	must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	site := p.addDeployment(t)
	box := p.addMailbox(t, site.ID)
	request := app.OutgoingProof{RunID: "r", Draft: must(p.outgoing.RehearsalDraft(site.ID))(t), Level: "roundtrip", Remove: true}
	if _, err := p.outgoing.Prove(request); err == nil {
		t.Error("a round trip without a mailbox")
	}
	request.MailboxID = box.ID
	proof := must(p.outgoing.Prove(request))(t)
	var arrived *app.Arrival
	for _, step := range proof.Steps {
		if step.Name == "receive" {
			arrived = step.Arrival
		}
	}
	if proof.Verdict == "failed" || arrived == nil || arrived.Role != "inbox" || !arrived.Removed {
		t.Errorf("%s, arrived %+v, steps %+v", proof.Verdict, arrived, proof.Steps)
	}
	if left := must(p.rehearsal.Messages())(t); len(left) != 0 {
		t.Errorf("the test message is still there: %+v", left)
	}
}
