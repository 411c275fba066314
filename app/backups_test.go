package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/app"
	"patchbay/backend/fault"
)

// withMail saves outgoing mail with a stored password.
func (p *pages) withMail(t *testing.T, site app.Deployment) {
	t.Helper()
	must(p.outgoing.Save(app.OutgoingDraft{
		DeploymentID: site.ID, Enabled: true, Host: "mail.example.com", Security: "implicit-tls", Auth: "password",
		User: "portal", From: "portal@example.com", Password: app.SecretInput{Change: "set", Value: canaryMail},
	}))(t)
}

// backup makes one and reads it as a page in a browser does.
func (p *pages) backup(t *testing.T) []byte {
	t.Helper()
	return p.download(t, must(p.backups.Make())(t))
}

func TestABackupReplacesTheVault(t *testing.T) {
	inTemp := tempFolder(t)
	p := open(t, app.Options{})
	p.create(t)
	kept := p.addDeployment(t)
	p.withMail(t, kept)
	content := p.backup(t)
	must(p.deployments.Save(app.Deployment{
		Name: "Later", TenantID: "later", Hostname: "later.example.com", Environment: "test",
	}))(t)
	if err := p.deployments.Remove(kept.ID, kept.Revision); err != nil {
		t.Fatal(err)
	}

	id := p.upload(t, content)
	file := must(p.backups.File(id))(t)
	if !file.SameVault || file.Size != len(content) || file.Operators != 1 || file.At == "" {
		t.Errorf("the file: %+v", file)
	}
	if _, err := p.backups.Restore(id); fault.Of(err).Kind != fault.Conflict {
		t.Errorf("restored unseen: %v", err)
	}
	if _, err := p.backups.Inspect(id, app.BackupAccess{Password: "not the password"}); !fault.HasCode(err, "vault.wrong_password") {
		t.Errorf("a wrong password: %v", err)
	}
	report := must(p.backups.Inspect(id, app.BackupAccess{Password: ownerPassword}))(t)
	if !report.MayRestore || !report.Compared || !report.Replaces || report.Secrets != 1 || report.Refused != "" {
		t.Errorf("the report: %+v", report)
	}
	if diff := cmp.Diff([]string{"Ada"}, names(report.Operators)); diff != "" {
		t.Errorf("the backup's operators: %s", diff)
	}
	i := slices.IndexFunc(report.Differences, func(d app.BackupDifference) bool { return d.Kind == "deployment" })
	want := app.BackupDifference{Kind: "deployment", ComesBack: 1, IsLost: 1, Names: []string{"Later", "Portal"}}
	if i < 0 {
		t.Fatalf("deployments are not compared: %+v", report.Differences)
	}
	if diff := cmp.Diff(want, report.Differences[i]); diff != "" {
		t.Errorf("deployments (-want +got):\n%s", diff)
	}

	restored := must(p.backups.Restore(id))(t)
	if _, err := os.Stat(filepath.Join(restored.Kept, "header.a")); err != nil {
		t.Errorf("the folder that was there is not kept: %v", err)
	}
	if state := must(p.session.Status())(t).State; state != app.VaultLocked || len(inTemp()) != 0 {
		t.Errorf("after restoring it is %s, and %v is left", state, inTemp())
	}
	must(p.session.Unlock(app.Unlock{Password: ownerPassword}))(t)
	if all := must(p.deployments.List())(t); len(all) != 1 || all[0].Name != "Portal" {
		t.Errorf("deployments: %+v", all)
	}
	if page := must(p.audit.Find(app.AuditFilter{Action: "vault.restored"}))(t); len(page.Entries) != 1 {
		t.Errorf("the journal: %+v", page.Entries)
	}
}

func names(operators []app.Operator) []string {
	var out []string
	for _, o := range operators {
		out = append(out, o.Name)
	}
	return out
}

func TestABackupMakesTheFirstVault(t *testing.T) {
	tempFolder(t)
	first := open(t, app.Options{})
	key := first.create(t).RecoveryKey
	first.addDeployment(t)
	content := first.backup(t)
	for name, access := range map[string]app.BackupAccess{
		"with a password":       {Operator: "ada", Password: ownerPassword},
		"with the recovery key": {RecoveryKey: key},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, app.Options{})
			id := p.upload(t, content)
			report := must(p.backups.Inspect(id, access))(t)
			if report.Compared || report.Replaces || !report.MayRestore || report.File.SameVault {
				t.Errorf("the report: %+v", report)
			}
			if restored := must(p.backups.Restore(id))(t); restored.Kept != "" {
				t.Errorf("kept %q of nothing", restored.Kept)
			}
			must(p.session.Unlock(app.Unlock{Password: ownerPassword}))(t)
			if all := must(p.deployments.List())(t); len(all) != 1 {
				t.Errorf("deployments: %+v", all)
			}
		})
	}
}

func TestAnUploadedFileMayBeAnything(t *testing.T) {
	tempFolder(t)
	p := open(t, app.Options{})
	p.create(t)
	content := p.backup(t)
	for name, file := range map[string][]byte{
		"a text":         []byte("This is not a backup.\n"),
		"one byte":       {0},
		"its first half": content[:len(content)/2],
		"all but a byte": content[:len(content)-1],
	} {
		t.Run(name, func(t *testing.T) {
			id := p.upload(t, file)
			_, err := p.backups.File(id)
			if f := fault.Of(err); f == nil || f.Kind == fault.Internal || f.Hint == "" {
				t.Errorf("the file: %+v", f)
			}
			_, err = p.backups.Inspect(id, app.BackupAccess{Password: ownerPassword})
			if f := fault.Of(err); f == nil || f.Kind == fault.Internal || f.Code == "vault.wrong_password" {
				t.Errorf("opened: %+v", f)
			}
			if err := p.backups.Discard(id); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestABackupIsNotKeptOverALock holds that an opened backup, with its keys, ends
// with the session that opened it.
func TestABackupIsNotKeptOverALock(t *testing.T) {
	inTemp := tempFolder(t)
	p := open(t, app.Options{})
	p.create(t)
	content := p.backup(t)
	id := p.upload(t, content)
	must(p.backups.Inspect(id, app.BackupAccess{Password: ownerPassword}))(t)
	p.lock(t)
	if len(inTemp()) != 0 {
		t.Error("its file is left")
	}
	if _, err := p.backups.Restore(id); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("restored after locking: %v", err)
	}
	id = p.upload(t, content)
	report := must(p.backups.Inspect(id, app.BackupAccess{Password: ownerPassword}))(t)
	if report.MayRestore || !strings.HasSuffix(report.Refused, ".") || report.Compared {
		t.Errorf("over a locked vault that is whole: %+v", report)
	}
	if _, err := p.backups.Restore(id); fault.Of(err).Kind != fault.Locked {
		t.Errorf("restored over it: %v", err)
	}
	p.lock(t)
	if len(inTemp()) != 0 {
		t.Error("locking again leaves the file that was opened over the locked vault")
	}
}

func TestABackupIsSavedByADialog(t *testing.T) {
	asked, answer := "", ""
	p := open(t, app.Options{SaveFile: func(_ context.Context, _, name string) (string, error) {
		asked = name
		return answer, nil
	}})
	p.create(t)
	status := must(p.backups.Status())(t)
	if status.LastAt != "" || !status.ChangedSince || status.Records == 0 || status.FileName == "" {
		t.Errorf("before the first backup: %+v", status)
	}
	if saved := must(p.backups.Save())(t); saved.Saved || asked != status.FileName {
		t.Errorf("cancelled: %+v, asked for %q", saved, asked)
	}
	answer = filepath.Join(t.TempDir(), asked)
	saved := must(p.backups.Save())(t)
	info, err := os.Stat(answer)
	if err != nil || !saved.Saved || saved.Path != answer || saved.Size != int(info.Size()) || !forOwnerAlone(info) {
		t.Errorf("saved: %+v, %v", saved, err)
	}
	status = must(p.backups.Status())(t)
	if status.LastAt != saved.At || status.ChangedSince {
		t.Errorf("after it: %+v", status)
	}
	if at := must(p.keys.Status())(t).BackupAt; at != saved.At {
		t.Errorf("the key page knows the backup of %q", at)
	}
	p.addDeployment(t)
	if !must(p.backups.Status())(t).ChangedSince {
		t.Error("a change since is not noticed")
	}
	answer = filepath.Join(p.dir, "inside")
	if _, err := p.backups.Save(); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("into the vault's folder: %v", err)
	}
	p.lock(t)
	if at := must(p.session.Status())(t).BackupAt; at != saved.At {
		t.Errorf("locked, the vault knows the backup of %q", at)
	}
	browser := open(t, app.Options{})
	if _, err := browser.backups.Save(); fault.Of(err).Kind != fault.Unsupported {
		t.Errorf("without a dialog: %v", err)
	}
}

func TestVerifyFindsEveryRecordWhole(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	p.withMail(t, site)
	found := must(p.backups.Verify())(t)
	if len(found.Damaged) != 0 || found.Secrets != 1 || found.Records == 0 || found.At == "" {
		t.Errorf("found %+v", found)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !strings.Contains(strings.Join(p.events, "\n"), `vault.verifying {"done":`) {
		t.Error("there was no progress")
	}
}

func TestVerifyNamesADamagedRecord(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	p.addDeployment(t)
	p.lock(t) // which folds everything into the snapshot
	must(p.session.Unlock(app.Unlock{Password: ownerPassword}))(t)
	path := filepath.Join(p.dir, "snapshot.1")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(content) / 3; i < len(content)/2; i++ {
		content[i] ^= 1
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	found := must(p.backups.Verify())(t)
	if len(found.Damaged) == 0 && len(found.Notes) == 0 {
		t.Fatalf("found nothing: %+v", found)
	}
	for _, d := range found.Damaged {
		if d.Where == "" || d.Problem == "" || d.Name == "" {
			t.Errorf("it is said as %+v", d)
		}
	}
}

func TestASecretIsCopiedByTheDoor(t *testing.T) {
	var copied []string
	cleared := 0
	failing := errors.New("no clipboard")
	var fails error
	p := open(t, app.Options{
		CopySecret: func(text string, after time.Duration) error {
			copied = append(copied, text+" for "+after.String())
			return fails
		},
		ClearSecret: func() { cleared++ },
	})
	key := p.create(t).RecoveryKey
	if done := must(p.frame.CopySecret(key))(t); !done.Copied || done.Seconds != 20 {
		t.Errorf("copied: %+v", done)
	}
	if diff := cmp.Diff([]string{key + " for 20s"}, copied); diff != "" {
		t.Error(diff)
	}
	if p.lock(t); cleared != 1 {
		t.Errorf("cleared %d times by locking", cleared)
	}
	fails = failing
	if _, err := p.frame.CopySecret(key); err == nil || strings.Contains(err.Error(), key) {
		t.Errorf("without a clipboard: %v", err)
	}
	if done := must(open(t, app.Options{}).frame.CopySecret(key))(t); done.Copied {
		t.Error("a door without a clipboard says that it has copied")
	}
}
