package operator_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func asOperator(name, password string) vault.BackupKey {
	return vault.BackupKey{Operator: name, Password: secret.FromString(password)}
}

func (f *fixture) openBackup(t *testing.T, path string, key vault.BackupKey) *operator.Backup {
	t.Helper()
	b, err := f.OpenBackup(t.Context(), path, key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// spoil changes a byte in the middle of a file of the vault.
func spoil(t *testing.T, pattern string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) == 0 {
			continue
		}
		raw[len(raw)/2] ^= 1
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// spoilRecords damages the snapshot, and the working store that it could be
// written anew from.
func (f *fixture) spoilRecords(t *testing.T) {
	t.Helper()
	spoil(t, filepath.Join(f.dir, "snapshot.*"))
	spoil(t, filepath.Join(f.dir, "store.*", "*"))
}

// places are what can stand where a backup is to be restored. Each returns
// Operators over its folder.
func places() map[string]func(t *testing.T, f *team) *fixture {
	elsewhere := func(t *testing.T) *fixture { return open(t, filepath.Join(t.TempDir(), "vault")) }
	as := func(name, password string) func(t *testing.T, f *team) *fixture {
		return func(t *testing.T, f *team) *fixture {
			f.unlock(t, name, password)
			return f.fixture
		}
	}
	return map[string]func(t *testing.T, f *team) *fixture{
		"nothing": func(t *testing.T, _ *team) *fixture { return elsewhere(t) },
		"locked": func(t *testing.T, f *team) *fixture {
			if err := f.Lock(); err != nil {
				t.Fatal(err)
			}
			return f.fixture
		},
		"no header": func(t *testing.T, f *team) *fixture {
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			spoil(t, filepath.Join(f.dir, "header.*"))
			return f.fixture
		},
		"no snapshot": func(t *testing.T, f *team) *fixture {
			if err := f.Lock(); err != nil {
				t.Fatal(err)
			}
			f.spoilRecords(t)
			_, err := f.Unlock(t.Context(), "Ada", secret.FromString(password))
			if !fault.HasCode(err, vault.CodeDamaged) {
				t.Fatalf("a vault without its snapshot: %v", err)
			}
			return f.fixture
		},
		"in use": func(t *testing.T, f *team) *fixture { return open(t, f.dir) },
		"owner":  as("Ada", password),
		"editor": as("Ed", password),
		"viewer": as("Vic", password),
		"first":  as("Ned", first),
	}
}

// TestWhoMayRestore has every opener of a backup before every place it could
// be restored to.
func TestWhoMayRestore(t *testing.T) {
	openers := map[string]func(f *team) vault.BackupKey{
		"owner":        func(*team) vault.BackupKey { return asOperator("ada", password) },
		"editor":       func(*team) vault.BackupKey { return asOperator("Ed", password) },
		"recovery key": func(f *team) vault.BackupKey { return vault.BackupKey{RecoveryKey: f.created.RecoveryKey} },
	}
	byBackup := map[string]string{"owner": "", "editor": operator.CodeRestoreRefused, "recovery key": ""}
	all := func(code string) map[string]string {
		return map[string]string{"owner": code, "editor": code, "recovery key": code}
	}
	want := map[string]map[string]string{
		"nothing": byBackup, "no header": byBackup, "no snapshot": byBackup,
		"owner": all(""), "locked": all(operator.CodeRestoreRefused), "in use": all(vault.CodeInUse),
		"editor": all(operator.CodeNotAllowed), "viewer": all(operator.CodeNotAllowed),
		"first": all(operator.CodePasswordChangeNeeded),
	}
	for place, stand := range places() {
		for opener, code := range want[place] {
			t.Run(opener+" over "+place, func(t *testing.T) {
				t.Parallel()
				f := newTeam(t)
				path := f.backedUp(t)
				g := stand(t, f)
				b := g.openBackup(t, path, openers[opener](f))
				report, err := b.Report(t.Context())
				if err != nil || code == "" != (report.Refused == nil) || code != "" && report.Refused.Code != code {
					t.Fatalf("the report refuses with %v, %v; want %q", report.Refused, err, code)
				}
				if report.Replaces == (place == "nothing") {
					t.Errorf("it replaces something: %v", report.Replaces)
				}
				restored, err := b.Restore(t.Context())
				if code != "" && !fault.HasCode(err, code) || code == "" && err != nil {
					t.Fatalf("restoring says %v, want %q", err, code)
				}
				if code == "" {
					g.expectRestored(t, restored, place != "nothing")
				}
			})
		}
	}
}

// expectRestored looks at a vault that was restored: locked, nobody at work in
// it, and what was there before is kept.
func (f *fixture) expectRestored(t *testing.T, restored operator.Restored, kept bool) {
	t.Helper()
	if status := f.Status(); status.State != operator.Locked || status.Operator != nil || status.Slots != 4 {
		t.Errorf("after the restoration: %+v", status)
	}
	if _, err := os.Stat(restored.Kept); kept != (err == nil) {
		t.Errorf("the folder that is kept is %q, %v", restored.Kept, err)
	}
	if !slices.Contains(f.events, "vault.restored") {
		t.Errorf("there is no event among %v", f.events)
	}
	f.unlock(t, "Ada", password)
	entry := f.page(t, audit.Filter{}).Entries[0]
	if entry.Action != "vault.restored" || entry.Operator == "" || !strings.HasPrefix(entry.Detail, "backup of 20") {
		t.Errorf("the journal says %+v", entry)
	}
	if _, err := f.Journal().Verify(t.Context()); err != nil {
		t.Errorf("the chain of the journal: %v", err)
	}
	if state := f.backupState(t); state.LastAt.IsZero() || state.ChangedSince {
		t.Errorf("a restored vault asks for a backup: %+v", state)
	}
}

// TestRestoreBringsBackWhatWas changes everything after a backup, looks at what
// a restoration would change, and restores.
func TestRestoreBringsBackWhatWas(t *testing.T) {
	f := newTeam(t)
	f.change(t, 3)
	path := f.backedUp(t)
	f.change(t, 9)
	if _, err := f.Remove(t.Context(), f.ids["Ed"]); err != nil {
		t.Fatal(err)
	}
	added, err := f.Add(t.Context(), newcomer("Nora", operator.Viewer))
	if err != nil {
		t.Fatal(err)
	}
	b := f.openBackup(t, path, asOperator("Vic", password))
	report, err := b.Report(t.Context())
	if err != nil || !report.Compared || !report.File.SameVault || report.Refused != nil {
		t.Fatalf("%+v, %v", report, err)
	}
	var names []string
	for _, o := range report.Operators {
		names = append(names, o.Name)
	}
	if diff := cmp.Diff([]string{"Ada", "Ed", "Ned", "Vic"}, names); diff != "" {
		t.Error(diff)
	}
	var operators, preferences vault.Difference
	for _, d := range report.Differences {
		switch d.Kind {
		case "operator":
			operators = d
		case "preferences":
			preferences = d
		}
	}
	want := vault.Difference{Kind: "operator", ComesBack: []string{f.ids["Ed"]}, IsLost: []string{added.ID}, Same: 3}
	if diff := cmp.Diff(want, operators); diff != "" || len(preferences.Differs) != 1 {
		t.Errorf("%+v %s", preferences, diff)
	}
	restored, err := b.Restore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.expectRestored(t, restored, true)
	f.unlock(t, "Ed", password) // who was removed after the backup
	if p, err := f.Preferences(t.Context()); err != nil || p.AutoLockMinutes != 3 {
		t.Errorf("the preferences are %+v, %v", p, err)
	}
	entry := f.page(t, audit.Filter{Action: "vault.restored"}).Entries[0]
	if entry.Operator != "Ada" {
		t.Errorf("it was restored by %s", entry.Operator)
	}
}

func TestARefusedRestorationIsAnEntry(t *testing.T) {
	f := newTeam(t)
	path := f.backedUp(t)
	f.unlock(t, "Ed", password)
	b := f.openBackup(t, path, asOperator("Ada", password))
	if _, err := b.Restore(t.Context()); !fault.HasCode(err, operator.CodeNotAllowed) {
		t.Fatal(err)
	}
	entry := f.page(t, audit.Filter{}).Entries[0]
	if entry.Action != "vault.restored" || entry.Operator != "Ed" || !entry.Refused {
		t.Errorf("the journal says %+v", entry)
	}
	if state := f.Status().State; state != operator.Unlocked {
		t.Errorf("after a refused restoration it is %s", state)
	}
}

func TestOpenBackupSaysWhatIsWrong(t *testing.T) {
	f := newTeam(t)
	path := f.backedUp(t)
	cut := filepath.Join(t.TempDir(), "cut.backup")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, raw[:len(raw)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("Dear Sir or Madam"), 0o600); err != nil {
		t.Fatal(err)
	}
	ada := asOperator("Ada", password)
	tests := map[string]struct {
		path string
		key  vault.BackupKey
		code string
	}{
		"no key":              {path, vault.BackupKey{Operator: "Ada"}, operator.CodeInvalid},
		"no name":             {path, asOperator("", password), vault.CodeOperatorNeeded},
		"a wrong password":    {path, asOperator("Ada", another), vault.CodeWrongPassword},
		"an unknown name":     {path, asOperator("Nora", password), vault.CodeWrongPassword},
		"no recovery key":     {path, vault.BackupKey{RecoveryKey: secret.FromString("none")}, vault.CodeMalformedRecoveryKey},
		"a text":              {text, ada, vault.CodeNotABackup},
		"a folder":            {f.dir, ada, vault.CodeNotABackup},
		"a file of the vault": {filepath.Join(f.dir, "header.a"), ada, vault.CodeNotABackup},
		"a cut file":          {cut, ada, vault.CodeDamaged},
	}
	for name, tt := range tests {
		if _, err := f.OpenBackup(t.Context(), tt.path, tt.key); !fault.HasCode(err, tt.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b := f.openBackup(t, path, ada); b != nil {
		b.Close()
		if err := b.View(t.Context(), func(*vault.Tx) error { return nil }); err == nil {
			t.Error("a closed backup can be read")
		}
		if _, err := b.Restore(t.Context()); err == nil {
			t.Error("a closed backup can be restored")
		}
	}
}
