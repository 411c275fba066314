package vault_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func smtpPassword() vault.SecretRef {
	return vault.SecretRef{Kind: "note", ID: "a", Field: "password"}
}

const destination = "smtp|mail.example.com|465|tls|ada"

func putSecret(t testing.TB, v *vault.Vault, ref vault.SecretRef, value string) {
	t.Helper()
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		return tx.PutSecret(ref, destination, secret.FromString(value))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func readSecret(t testing.TB, v *vault.Vault, ref vault.SecretRef, destination string) (got string, err error) {
	t.Helper()
	err = v.View(t.Context(), func(tx *vault.Tx) error {
		value, err := tx.Secret(ref, destination)
		got = string(value.Reveal())
		return err
	})
	return got, err
}

func TestSC14_SecretOpensOnlyForItsDestination(t *testing.T) {
	v, _, _ := create(t)
	putSecret(t, v, smtpPassword(), "s3cret")
	check := func(when string) {
		t.Helper()
		if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
			t.Errorf("%s: got %q, %s", when, got, describe(err))
		}
		for name, other := range map[string]string{
			"protocol": "imap|mail.example.com|465|tls|ada",
			"host":     "smtp|evil.example.com|465|tls|ada",
			"port":     "smtp|mail.example.com|466|tls|ada",
			"security": "smtp|mail.example.com|465|none|ada",
			"user":     "smtp|mail.example.com|465|tls|eve",
			"empty":    "",
			"longer":   destination + "|",
		} {
			got, err := readSecret(t, v, smtpPassword(), other)
			if got != "" || !fault.HasCode(err, vault.CodeSecretBoundElsewhere) {
				t.Errorf("%s, other %s: got %q, %s", when, name, got, describe(err))
			}
		}
	}
	check("at once")
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	check("after a rotation")
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	unlock(t, v)
	check("after lock and unlock")
}

func TestSecretLifecycle(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a", "ab")
	second := vault.SecretRef{Kind: "note", ID: "ab", Field: "password"}
	if _, err := readSecret(t, v, smtpPassword(), destination); !errors.Is(err, vault.ErrNoRecord) {
		t.Errorf("an unset secret: %v", err)
	}
	if info := secretInfo(t, v, smtpPassword()); info.Set {
		t.Error("an unset secret is said to be set")
	}
	before := time.Now().UTC()
	putSecret(t, v, smtpPassword(), "first")
	putSecret(t, v, smtpPassword(), "second")
	putSecret(t, v, second, "third")
	if got, err := readSecret(t, v, smtpPassword(), destination); got != "second" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if info := secretInfo(t, v, smtpPassword()); !info.Set || info.ChangedAt.Before(before) {
		t.Errorf("info %+v", info)
	}
	// Deleting the record takes its secrets along, and no one else's.
	err := v.Update(t.Context(), func(tx *vault.Tx) error { return notes().Delete(tx, "a", vault.AnyRevision) })
	if err != nil {
		t.Fatal(err)
	}
	if secretInfo(t, v, smtpPassword()).Set || !secretInfo(t, v, second).Set {
		t.Error("the wrong secrets are left")
	}
	err = v.Update(t.Context(), func(tx *vault.Tx) error { return tx.DeleteSecret(second) })
	if err != nil || secretInfo(t, v, second).Set {
		t.Errorf("a deleted secret is left: %v", err)
	}
	stats, err := v.Stats(t.Context())
	if diff := cmp.Diff(vault.Stats{Records: 1}, stats); diff != "" || err != nil {
		t.Errorf("stats %s %v", diff, err)
	}
}

func secretInfo(t testing.TB, v *vault.Vault, ref vault.SecretRef) (info vault.SecretInfo) {
	t.Helper()
	err := v.View(t.Context(), func(tx *vault.Tx) (err error) {
		info, err = tx.SecretInfo(ref)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestUnsetSecretIsRefused(t *testing.T) {
	v, _, _ := create(t)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		return tx.PutSecret(smtpPassword(), destination, secret.Text{})
	})
	if err == nil {
		t.Error("an unset secret was stored")
	}
}
