package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patchbay/app"
)

const canaryFirst = "canary-first-Mw2hD8-ribbon"

// TestSC25_NoOperatorsSecretComesBack does for the passwords of operators, the
// recovery key and backups what TestSC25_NoSecretComesBack does for mail.
func TestSC25_NoOperatorsSecretComesBack(t *testing.T) {
	tempFolder(t)
	p := open(t, app.Options{})
	seen := &collector{t: t}
	created := must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	p.withMail(t, p.addDeployment(t))
	secrets := []string{
		canaryOwner, canaryNext, canaryMail, canaryFirst,
		created.RecoveryKey, strings.ReplaceAll(created.RecoveryKey, "-", ""),
	}
	backup := p.seeOperators(t, seen)
	p.seeBackup(t, seen, backup, created.RecoveryKey)
	searchFor(t, "a backup", backup, secrets...)

	p.mu.Lock()
	seen.out.WriteString(strings.Join(p.events, "\n"))
	p.mu.Unlock()
	for _, reached := range []string{
		"vault.wrong_password", "vault.wrong_recovery_key", "operator.password_change_needed", "operator.removed",
		`"intact":true`, `"comesBack":1`, `"mayRestore":true`, "vault.verifying",
	} {
		if !bytes.Contains(seen.out.Bytes(), []byte(reached)) {
			t.Errorf("the journey did not get as far as %s", reached)
		}
	}
	searchFor(t, "answers, faults and events", seen.out.Bytes(), secrets...)
	kept, err := filepath.Glob(p.dir + "*")
	if err != nil || len(kept) < 2 {
		t.Fatalf("folders: %q, %v", kept, err)
	}
	for _, dir := range kept {
		searchFiles(t, dir, secrets...)
	}
}

// seeOperators has one come and go, and returns a backup made in between.
func (p *pages) seeOperators(t *testing.T, seen *collector) []byte {
	t.Helper()
	form := app.NewOperator{Name: "Grace", Email: "grace@example.com", Role: "owner", Password: canaryFirst, Confirm: canaryNext}
	seen.add(p.operators.Add(form))
	form.Confirm = canaryFirst
	grace := must(p.operators.Add(form))(t)
	seen.add(grace, nil)
	seen.add(p.operators.Add(form)) // the name is taken by now
	seen.add(p.operators.Save(app.OperatorDetails{ID: grace.ID, Name: canaryless, Email: "x", Role: "y"}))
	backup := p.backup(t)
	seen.fail(p.session.Lock())
	seen.add(p.session.Unlock(app.Unlock{Operator: "Grace", Password: canaryFirst}))
	seen.add(p.deployments.List())
	seen.fail(p.session.ChangePassword(app.PasswordChange{Current: canaryFirst, Next: canaryFirst, Confirm: canaryFirst}))
	seen.fail(p.session.ChangePassword(app.PasswordChange{Current: canaryFirst, Next: canaryNext, Confirm: canaryNext}))
	seen.add(p.session.Unlock(app.Unlock{Operator: "Ada", Password: canaryOwner}))
	seen.add(p.operators.Remove(grace.ID))
	seen.add(p.operators.List())
	seen.add(p.session.Unlock(app.Unlock{Operator: "Grace", Password: canaryNext}))
	seen.add(p.session.Unlock(app.Unlock{Operator: "Ada", Password: canaryOwner}))
	seen.add(p.keys.Status())
	seen.add(p.backups.Verify())
	return backup
}

// seeBackup opens a backup by wrong and right keys, restores it, and looks
// around in what came back.
func (p *pages) seeBackup(t *testing.T, seen *collector, backup []byte, recoveryKey string) {
	t.Helper()
	id := p.upload(t, backup)
	seen.add(p.backups.File(id))
	another := []byte(recoveryKey)
	another[0] = another[0]%26 + 'A' // misspelt
	for _, access := range []app.BackupAccess{
		{},
		{Operator: "Ada", Password: canaryNext},
		{Operator: canaryless, Password: canaryOwner},
		{RecoveryKey: canaryNext},
		{RecoveryKey: string(another)},
		{RecoveryKey: "YSR8-NZ21-40D0-CEEE-Y2AP-S1HX-MDQJ-P8KH-H5XS-GXFZ-K9PR-DD8D-F6A1-0R8J"},
		{RecoveryKey: recoveryKey},
		{Operator: "Ada", Password: canaryOwner},
	} {
		seen.add(p.backups.Inspect(id, access))
	}
	searchFiles(t, os.TempDir(), canaryOwner, canaryMail, canaryFirst, recoveryKey)
	seen.add(p.backups.Restore(id))
	seen.add(p.backups.Restore(id))
	seen.add(p.session.Status())
	seen.add(p.session.Unlock(app.Unlock{Operator: "Grace", Password: canaryFirst}))
	seen.add(p.session.Unlock(app.Unlock{Operator: "Ada", Password: canaryOwner}))
	seen.add(p.backups.Status())
	seen.add(p.audit.Find(app.AuditFilter{From: "yesterday"}))
	seen.add(p.audit.Find(app.AuditFilter{}))
	seen.add(p.audit.Verify())
}
