package operator_test

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const (
	password = "correct horse battery staple"
	another  = "seven purple lanterns drift north"
)

type fixture struct {
	*operator.Operators
	dir    string
	mu     sync.Mutex // of events
	events []string
}

func open(t *testing.T, dir string) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	f := &fixture{dir: dir}
	bus := &event.Bus{}
	bus.Subscribe(func(e event.Event) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.events = append(f.events, e.Name)
	})
	f.Operators = operator.New(operator.Options{Dir: dir, Cost: &cost, Now: time.Now, Events: bus})
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// created returns a new vault, unlocked, and its recovery key.
func created(t *testing.T) (*fixture, operator.Created) {
	t.Helper()
	f := open(t, filepath.Join(t.TempDir(), "vault"))
	made, err := f.Create(t.Context(), operator.NewVault{
		Name: " Ada ", Email: "ada@example.com", Password: secret.FromString(password),
	})
	if err != nil {
		t.Fatal(err)
	}
	return f, made
}

func TestCreateLockUnlock(t *testing.T) {
	f, made := created(t)
	if !made.RecoveryKey.IsSet() || made.VaultID == "" {
		t.Error("no recovery key or ID")
	}
	status := f.Status()
	want := operator.Operator{ID: status.Operator.ID, Name: "Ada", Email: "ada@example.com", Role: operator.Owner}
	if diff := cmp.Diff(want, *status.Operator); diff != "" || status.State != operator.Unlocked {
		t.Errorf("%v %s", status.State, diff)
	}
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	if state := f.Status().State; state != operator.Locked {
		t.Errorf("after locking it is %v", state)
	}
	if _, err := f.MayRead(); !fault.HasCode(err, vault.CodeLocked) {
		t.Errorf("reading while locked: %v", err)
	}
	if _, err := f.Unlock(t.Context(), "", secret.FromString("wrong password here")); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("a wrong password: %v", err)
	}
	for _, name := range []string{"", "ada", "ADA"} {
		who, err := f.Unlock(t.Context(), name, secret.FromString(password))
		if err != nil || who.Name != "Ada" {
			t.Errorf("unlock as %q: %v, %v", name, who, err)
		}
	}
	wantEvents := []string{"vault.unlocked", "vault.locked", "vault.unlocked", "vault.unlocked", "vault.unlocked"}
	if diff := cmp.Diff(wantEvents, f.events); diff != "" {
		t.Error(diff)
	}
}

func TestCreateNamesTheFields(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	f := open(t, dir)
	tests := []struct {
		name string
		form operator.NewVault
		want []string
	}{
		{"empty", operator.NewVault{}, []string{"name", "email", "password"}},
		{"line break", operator.NewVault{Name: "a\nb", Email: "a@b.example", Password: secret.FromString(password)}, []string{"name"}},
		{"two @", operator.NewVault{Name: "A", Email: "a@@b.example", Password: secret.FromString(password)}, []string{"email"}},
		{"display name", operator.NewVault{Name: "A", Email: "A <a@b.example>", Password: secret.FromString(password)}, []string{"email"}},
		{"short password", operator.NewVault{Name: "A", Email: "a@b.example", Password: secret.FromString("x7$kQp2")}, []string{"password"}},
		{"weak password", operator.NewVault{Name: "A", Email: "a@b.example", Password: secret.FromString("password123456")}, []string{"password"}},
		{"own name as password", operator.NewVault{Name: "Wilhelmina", Email: "a@b.example", Password: secret.FromString("wilhelmina1")}, []string{"password"}},
		{"mask", operator.NewVault{Name: "A", Email: "a@b.example", Password: secret.FromString("**************")}, []string{"password"}},
		{"password of two lines", operator.NewVault{Name: "A", Email: "a@b.example", Password: secret.FromString(password + "\nnote")}, []string{"password"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := f.Create(t.Context(), tt.form)
			if diff := cmp.Diff(tt.want, fields(err)); diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
	if f.Status().State != operator.Missing {
		t.Error("a refused form made a vault")
	}
}

func fields(err error) []string {
	var names []string
	if err != nil {
		for _, f := range fault.Of(err).Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

func TestCreateRefusesASecondVault(t *testing.T) {
	f, _ := created(t)
	_, err := f.Create(t.Context(), operator.NewVault{
		Name: "Eve", Email: "eve@example.com", Password: secret.FromString(another),
	})
	if !fault.HasCode(err, vault.CodeExists) {
		t.Errorf("got %v", err)
	}
}

func TestChangePassword(t *testing.T) {
	f, _ := created(t)
	change := func(current, next, confirm string) error {
		return f.ChangePassword(t.Context(), operator.PasswordChange{
			Current: secret.FromString(current), Next: secret.FromString(next), Confirm: secret.FromString(confirm),
		})
	}
	for name, tt := range map[string]struct {
		err  error
		want []string
	}{
		"empty":         {change("", "", ""), []string{"current", "next"}},
		"wrong current": {change("not the password", another, another), []string{"current"}},
		"weak":          {change(password, "aaaaaaaaaaaa", "aaaaaaaaaaaa"), []string{"next"}},
		"mismatch":      {change(password, another, another+"x"), []string{"confirm"}},
	} {
		if diff := cmp.Diff(tt.want, fields(tt.err)); diff != "" {
			t.Errorf("%s: %v %s", name, tt.err, diff)
		}
	}
	if err := change(password, another, another); err != nil {
		t.Fatal(err)
	}
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Unlock(t.Context(), "", secret.FromString(password)); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := f.Unlock(t.Context(), "", secret.FromString(another)); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestRecover(t *testing.T) {
	f, made := created(t)
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	attempt := func(key secret.Text, name string) (operator.Created, error) {
		return f.Recover(t.Context(), operator.Recovery{
			Operator: name, Key: key, Next: secret.FromString(another), Confirm: secret.FromString(another),
		})
	}
	_, err := attempt(secret.FromString("not a recovery key"), "")
	if !cmp.Equal([]string{"recoveryKey"}, fields(err)) || !strings.Contains(fault.Of(err).Fields[0].Message, "group by group") {
		t.Errorf("a wrong key: %v", err)
	}
	if _, err := attempt(made.RecoveryKey, "nobody"); !cmp.Equal([]string{"operator"}, fields(err)) {
		t.Errorf("an unknown operator: %v", err)
	}
	if state := f.Status().State; state != operator.Locked {
		t.Errorf("a failed recovery left it %v", state)
	}
	again, err := attempt(made.RecoveryKey, "")
	if err != nil {
		t.Fatal(err)
	}
	if again.RecoveryKey.Equal(made.RecoveryKey) {
		t.Error("the recovery key was not replaced")
	}
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := attempt(made.RecoveryKey, ""); err == nil {
		t.Error("the used recovery key still opens the vault")
	}
	if _, err := f.Unlock(t.Context(), "Ada", secret.FromString(another)); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestReplaceRecoveryKey(t *testing.T) {
	f, made := created(t)
	if _, err := f.ReplaceRecoveryKey(t.Context(), secret.FromString("not the password")); !cmp.Equal([]string{"password"}, fields(err)) {
		t.Errorf("a wrong password: %v", err)
	}
	fresh, err := f.ReplaceRecoveryKey(t.Context(), secret.FromString(password))
	if err != nil {
		t.Fatal(err)
	}
	if fresh.RecoveryKey.Equal(made.RecoveryKey) {
		t.Error("the key is the same")
	}
}

func TestRotateIsInTheHistory(t *testing.T) {
	f, _ := created(t)
	before, err := f.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if before.Due || len(before.History) != 0 {
		t.Errorf("a new vault: %+v", before)
	}
	rotation, err := f.Rotate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	after, err := f.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if after.Generation != before.Generation+1 || after.RotatedAt.IsZero() || len(after.History) != 1 {
		t.Fatalf("after a rotation: %+v", after)
	}
	if got := after.History[0]; got.Generation != rotation.Generation || got.Operator != "Ada" || got.Records != rotation.Records {
		t.Errorf("history %+v, rotation %+v", got, rotation)
	}
	if _, err := f.Journal().Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestPreferences(t *testing.T) {
	f, _ := created(t)
	bad, err := f.SavePreferences(t.Context(), operator.Preferences{AutoLockMinutes: 0, RotationReminderDays: 4000})
	if !cmp.Equal([]string{"autoLockMinutes", "rotationReminderDays"}, fields(err)) {
		t.Errorf("%v, %v", bad, err)
	}
	want := operator.Preferences{AutoLockMinutes: 3, RotationReminderDays: 30}
	if _, err := f.SavePreferences(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, f.dir)
	if _, err := again.Unlock(t.Context(), "", secret.FromString(password)); err != nil {
		t.Fatal(err)
	}
	got, err := again.Preferences(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if after := again.Status().AutoLock; after != 3*time.Minute {
		t.Errorf("the automatic lock follows after %v", after)
	}
}

func TestSC27_ASecondProcessIsTold(t *testing.T) {
	f, _ := created(t)
	second := open(t, f.dir)
	status := second.Status()
	if status.State != operator.Broken || status.Fault.Code != vault.CodeInUse {
		t.Errorf("a second opening: %+v", status)
	}
}

func TestStrength(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "vault"))
	tests := []struct {
		password string
		atLeast  int
		atMost   int
	}{
		{"", 0, 0},
		{"password", 0, 1},
		{"Tr0ub4dor", 0, 2},
		{"p4ssw0rdp4ssw0rd", 0, 1},
		{"drowssap12345", 0, 1},
		{"abcdefghijklmnop", 0, 1},
		{"aaaaaaaaaaaaaaaa", 0, 1},
		{"PortalPortalPortal", 0, 1},
		{"x9$Kq!Lp2#vW", 4, 4},
		{"größerer Kürbis fliegt", 4, 4},
		{"short7$", 0, 1},
		{password, 3, 4},
		{"\xff\xfe\xfd binary is a password too \xff", 2, 4},
	}
	for _, tt := range tests {
		got := f.Strength(secret.FromString(tt.password))
		if got.Score < tt.atLeast || got.Score > tt.atMost || got.Label == "" {
			t.Errorf("Strength(%q) = %+v, want a score of %d to %d", tt.password, got, tt.atLeast, tt.atMost)
		}
	}
}
