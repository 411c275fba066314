package vault_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault"
)

func TestRevisions(t *testing.T) {
	v, _, _ := create(t)
	put := func(expected vault.Revision) (meta vault.Meta, err error) {
		err = v.Update(t.Context(), func(tx *vault.Tx) (err error) {
			meta, err = notes().Put(tx, "a", noteOf("a"), expected)
			return err
		})
		return meta, err
	}
	remove := func(expected vault.Revision) error {
		return v.Update(t.Context(), func(tx *vault.Tx) error { return notes().Delete(tx, "a", expected) })
	}
	first, err := put(0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = put(0)
	wantCode(t, err, vault.CodeStaleRevision)
	second, err := put(first.Revision)
	if err != nil || second.Revision <= first.Revision {
		t.Fatalf("revision %d after %d: %v", second.Revision, first.Revision, err)
	}
	_, err = put(first.Revision)
	wantCode(t, err, vault.CodeStaleRevision)
	wantCode(t, remove(first.Revision), vault.CodeStaleRevision)
	if err := remove(second.Revision); err != nil {
		t.Fatal(err)
	}
	if err := remove(vault.AnyRevision); !errors.Is(err, vault.ErrNoRecord) {
		t.Errorf("deleting what is gone: %v", err)
	}
	_, err = put(second.Revision)
	wantCode(t, err, vault.CodeStaleRevision)
	again, err := put(0)
	if err != nil || again.Revision <= second.Revision {
		t.Errorf("a new record repeats revision %d: %v", again.Revision, err)
	}
}

func TestMetaTellsOfARecordWithoutOpeningIt(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	err := v.View(t.Context(), func(tx *vault.Tx) error {
		_, want, err := notes().Get(tx, "a")
		if err != nil {
			return err
		}
		if got, err := notes().Meta(tx, "a"); err != nil || got != want {
			t.Errorf("%+v, want %+v: %v", got, want, err)
		}
		if _, err := notes().Meta(tx, "b"); !errors.Is(err, vault.ErrNoRecord) {
			t.Errorf("one that is not there: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTransactionSeesItsOwnChanges(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a", "b")
	failed := errors.New("no")
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		if _, err := notes().Put(tx, "c", noteOf("c"), 0); err != nil {
			return err
		}
		if err := notes().Delete(tx, "a", vault.AnyRevision); err != nil {
			return err
		}
		items, err := notes().All(tx)
		if err != nil {
			return err
		}
		var ids []string
		for _, item := range items {
			ids = append(ids, item.ID)
		}
		if diff := cmp.Diff([]string{"b", "c"}, ids); diff != "" {
			t.Error(diff)
		}
		if _, _, err := notes().Get(tx, "a"); !errors.Is(err, vault.ErrNoRecord) {
			t.Errorf("a deleted record: %v", err)
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Errorf("Update returned %v", err)
	}
	wantNotes(t, v, "a", "b")
}

func TestTransactionEnds(t *testing.T) {
	v, _, _ := create(t)
	var kept *vault.Tx
	if err := v.View(t.Context(), func(tx *vault.Tx) error {
		kept = tx
		_, err := notes().Put(tx, "a", note{}, 0)
		wantCode(t, err, vault.CodeReadOnly)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := notes().Get(kept, "a"); err == nil {
		t.Error("a transaction lives on")
	}
}

func TestRecordLimit(t *testing.T) {
	v, _, _ := create(t)
	put := func(size int) error {
		return v.Update(t.Context(), func(tx *vault.Tx) error {
			_, err := notes().Put(tx, "a", note{Body: strings.Repeat("x", size)}, vault.AnyRevision)
			return err
		})
	}
	wantCode(t, put(512<<10), vault.CodeRecordTooLarge)
	if err := put(511 << 10); err != nil {
		t.Error(err)
	}
}

func TestUpgrade(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	type noteV2 struct {
		Heading string `json:"heading"`
	}
	newer := vault.NewCollection[noteV2]("note", 2, func(version int, doc json.RawMessage) (json.RawMessage, error) {
		var old note
		if err := json.Unmarshal(doc, &old); err != nil || version != 1 {
			t.Errorf("upgrade from %d: %v", version, err)
		}
		return json.Marshal(noteV2{Heading: old.Title})
	})
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		got, meta, err := newer.Get(tx, "a")
		if err != nil {
			return err
		}
		if got.Heading != noteOf("a").Title {
			t.Errorf("upgraded to %+v", got)
		}
		_, err = newer.Put(tx, "a", got, meta.Revision)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = v.View(t.Context(), func(tx *vault.Tx) error { _, _, err := notes().Get(tx, "a"); return err })
	wantCode(t, err, vault.CodeNewer)
}
