package vault_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TestDeletedRecordsTakeTheirSecretsAlong, each only its own: also those that
// came or went in the same transaction, and with identifiers that hold slashes.
func TestDeletedRecordsTakeTheirSecretsAlong(t *testing.T) {
	v, _, _ := create(t)
	ref := func(id, field string) vault.SecretRef { return vault.SecretRef{Kind: "note", ID: id, Field: field} }
	save(t, v, "a", "a/1", "a/10", "b")
	for _, id := range []string{"a", "a/1", "a/10", "b"} {
		putSecret(t, v, ref(id, "password"), "of "+id)
		putSecret(t, v, ref(id, "token"), "of "+id)
	}
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		remove := func(id string) {
			t.Helper()
			if err := notes().Delete(tx, id, vault.AnyRevision); err != nil {
				t.Error(err)
			}
		}
		remove("a/1")
		for _, field := range []string{"password", "late"} { // after the first deletion
			if err := tx.PutSecret(ref("b", field), destination, secret.FromString("newer")); err != nil {
				return err
			}
		}
		if err := tx.DeleteSecret(ref("b", "token")); err != nil {
			return err
		}
		remove("b")
		if _, err := notes().Put(tx, "b", noteOf("b"), 0); err != nil {
			return err
		}
		return tx.PutSecret(ref("b", "token"), destination, secret.FromString("of the new b"))
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, id := range []string{"a", "a/1", "a/10", "b"} {
		for _, field := range []string{"password", "token", "late"} {
			if secretInfo(t, v, ref(id, field)).Set {
				got[id+" "+field], _ = readSecret(t, v, ref(id, field), destination)
			}
		}
	}
	want := map[string]string{
		"a password": "of a", "a token": "of a", "a/10 password": "of a/10", "a/10 token": "of a/10", "b token": "of the new b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
