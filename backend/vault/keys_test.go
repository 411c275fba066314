package vault_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

func tryPassword(t testing.TB, dir, password string) error {
	t.Helper()
	v, err := vault.Open(options(dir))
	if err != nil {
		return err
	}
	defer closeVault(t, v)
	_, err = v.Unlock(t.Context(), "", secret.FromString(password))
	return err
}

func TestSC13_ChangePassword(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	next := secret.FromString("next password")
	wantCode(t, v.ChangePassword(t.Context(), operatorID, next, next, nil), vault.CodeWrongPassword)
	wantCode(t, v.ChangePassword(t.Context(), "nobody", password(), next, nil), vault.CodeUnknownOperator)
	wantCode(t, v.ChangePassword(t.Context(), operatorID, password(), secret.Text{}, nil), vault.CodeEmptyPassword)
	if err := v.ChangePassword(t.Context(), operatorID, password(), next, nil); err != nil {
		t.Fatal(err)
	}
	save(t, v, "b")
	closeVault(t, v)
	wantCode(t, tryPassword(t, dir, passwordText), vault.CodeWrongPassword)
	v = open(t, dir)
	if _, err := v.Unlock(t.Context(), operatorName, next); err != nil {
		t.Fatal(err)
	}
	wantNotes(t, v, "a", "b")
}

func TestPasswordSpellingsOfUnicode(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	v, _, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, secret.FromString("caf\u00e9"))
	if err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if err := tryPassword(t, dir, "cafe\u0301"); err != nil {
		t.Errorf("the decomposed spelling: %s", describe(err))
	}
}

func TestRecovery(t *testing.T) {
	v, dir, recoveryKey := create(t)
	save(t, v, "a")
	next := secret.FromString("next password")
	wantCode(t, v.ResetPassword(t.Context(), operatorID, next, nil), vault.CodeRecoveryNeeded)
	closeVault(t, v)

	v = open(t, dir)
	mistyped := bytes.Clone(recoveryKey.Reveal())
	mistyped[3] = map[bool]byte{true: '7', false: '8'}[mistyped[3] == '8']
	wantCode(t, v.UnlockWithRecoveryKey(t.Context(), secret.New(mistyped)), vault.CodeMalformedRecoveryKey)
	typed := strings.ToLower(strings.ReplaceAll(string(recoveryKey.Reveal()), "-", " "))
	if err := v.UnlockWithRecoveryKey(t.Context(), secret.FromString(typed)); err != nil {
		t.Fatal(err)
	}
	wantNotes(t, v, "a")
	if err := v.ResetPassword(t.Context(), operatorID, next, nil); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	wantCode(t, tryPassword(t, dir, passwordText), vault.CodeWrongPassword)
	if err := tryPassword(t, dir, "next password"); err != nil {
		t.Error(describe(err))
	}
}

// TestSC13_ARefusedNoteChangesNoKey: a new password or recovery key is there
// together with what is written about it, or not at all.
func TestSC13_ARefusedNoteChangesNoKey(t *testing.T) {
	v, dir, recoveryKey := create(t)
	refusal := errors.New("refused")
	refuse := func(*vault.Tx) error { return refusal }
	if _, err := v.ReplaceRecoveryKey(t.Context(), refuse); !errors.Is(err, refusal) {
		t.Errorf("recovery key: %v", err)
	}
	closeVault(t, v)
	v = open(t, dir)
	if err := v.UnlockWithRecoveryKey(t.Context(), recoveryKey); err != nil {
		t.Fatal(describe(err))
	}
	if err := v.ResetPassword(t.Context(), operatorID, secret.FromString("next"), refuse); !errors.Is(err, refusal) {
		t.Errorf("password: %v", err)
	}
	closeVault(t, v)
	if err := tryPassword(t, dir, passwordText); err != nil {
		t.Error(describe(err))
	}
	wantCode(t, tryPassword(t, dir, "next"), vault.CodeWrongPassword)
}

func TestReplaceRecoveryKey(t *testing.T) {
	v, _, old := create(t)
	fresh, err := v.ReplaceRecoveryKey(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, v.UnlockWithRecoveryKey(t.Context(), old), vault.CodeWrongRecoveryKey)
	if err := v.UnlockWithRecoveryKey(t.Context(), fresh); err != nil {
		t.Error(describe(err))
	}
}

func TestSC3_Costs(t *testing.T) {
	low := kdf.Floor()
	low.MemoryKiB--
	o := options(filepath.Join(t.TempDir(), "low"))
	o.Cost = &low
	_, _, err := vault.Create(t.Context(), o, operatorID, operatorName, password())
	wantCode(t, err, vault.CodeCostTooLow)

	high := kdf.Floor()
	high.Passes = kdf.Ceiling().Passes + 1
	o = options(filepath.Join(t.TempDir(), "high"))
	o.Cost = &high
	_, _, err = vault.Create(t.Context(), o, operatorID, operatorName, password())
	wantCode(t, err, vault.CodeCostTooHigh)
	asked := kdf.Cost{}
	o.ConfirmCost = func(c kdf.Cost) bool { asked = c; return false }
	_, _, err = vault.Create(t.Context(), o, operatorID, operatorName, password())
	wantCode(t, err, vault.CodeCostTooHigh)
	if asked != high {
		t.Errorf("asked about %+v", asked)
	}
}

// TestSC1_CanaryIsNowhere looks for a secret, a value and a name in every file,
// open and closed, before and after a rotation.
func TestSC1_CanaryIsNowhere(t *testing.T) {
	v, dir, recoveryKey := create(t)
	const canary = "canary-5e1f3c77-in-clear"
	ref := vault.SecretRef{Kind: "canary-kind-name", ID: "canary-id-name", Field: "canary-field-name"}
	write := func() {
		putSecret(t, v, ref, canary)
		save(t, v, canary)
	}
	needles := append(encodings(canary), encodings(passwordText)...)
	needles = append(needles, encodings(operatorName)...)
	needles = append(needles, encodings(string(recoveryKey.Reveal()))...)
	needles = append(needles, []byte(ref.Kind), []byte(ref.ID), []byte(ref.Field), []byte("mail.example.com"))
	write()
	search(t, dir, needles)
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	write()
	search(t, dir, needles)
	closeVault(t, v)
	search(t, dir, needles)
}

func search(t testing.TB, dir string, needles [][]byte) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, needle := range needles {
			if bytes.Contains(content, needle) || strings.Contains(path, string(needle)) {
				t.Errorf("%s holds a canary", path)
			}
		}
		return nil
	})
	if err != nil || files < 6 {
		t.Fatalf("searched %d files: %v", files, err)
	}
}

// TestAWrongNameAndAWrongPasswordAreToldAlike: whoever guesses learns nothing, and
// whoever mistyped looks at both.
func TestAWrongNameAndAWrongPasswordAreToldAlike(t *testing.T) {
	v, dir, _ := create(t)
	closeVault(t, v)
	v, err := vault.Open(options(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer closeVault(t, v)
	wrong := secret.FromString("other")
	refused := func(name string, given secret.Text) *fault.Fault {
		_, err := v.Unlock(t.Context(), name, given)
		wantCode(t, err, vault.CodeWrongPassword)
		return fault.Of(err)
	}
	name, both := refused("Nobody", password()), refused(operatorName, wrong)
	if diff := cmp.Diff(name, both, cmpopts.IgnoreUnexported(fault.Fault{})); diff != "" {
		t.Errorf("they differ:\n%s", diff)
	}
	for given, want := range map[string][]fault.Field{
		"":           {{Name: "password", Message: "is wrong"}},
		operatorName: {{Name: "operator", Message: "may be wrong"}, {Name: "password", Message: "may be wrong"}},
	} {
		if diff := cmp.Diff(want, refused(given, wrong).Fields); diff != "" {
			t.Errorf("with the name %q (-want +got):\n%s", given, diff)
		}
	}
}
