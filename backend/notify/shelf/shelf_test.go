package shelf_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const (
	kind  = "thing-template"
	parts = "thing-template-part"
)

func newVault(t *testing.T) *vault.Vault {
	t.Helper()
	cost := kdf.ForTests()
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// within is one transaction of a test.
func within(t *testing.T, v *vault.Vault, fn func(*vault.Tx) error) {
	t.Helper()
	if err := v.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, v *vault.Vault, id string) (got shelf.Template, err error) {
	t.Helper()
	err = v.View(t.Context(), func(tx *vault.Tx) (err error) {
		got, err = shelf.New(kind, parts).Get(tx, id)
		return err
	})
	return got, err
}

func countParts(t *testing.T, v *vault.Vault) (count int) {
	t.Helper()
	if err := v.View(t.Context(), func(tx *vault.Tx) error {
		all, err := vault.NewCollection[struct{}](parts, 1, nil).All(tx)
		count = len(all)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return count
}

// long needs three parts for its HTML and one for its text; no letter of it is a byte.
func long() shelf.Template {
	return shelf.Template{Name: "Long", Content: shelf.Content{
		Subject: "Look", HTML: strings.Repeat("wörter ", 80_000), Text: "wörter",
	}}
}

func TestATemplateIsKeptWhole(t *testing.T) {
	t.Parallel()
	v, s := newVault(t), shelf.New(kind, parts)
	want := long()
	within(t, v, func(tx *vault.Tx) (err error) {
		want.Meta, err = s.Put(tx, "d/1", want)
		return err
	})
	got, err := get(t, v, "d/1")
	if err != nil || cmp.Diff(want, got) != "" || countParts(t, v) != 4 {
		t.Fatalf("%v, in %d parts\n%s", err, countParts(t, v), cmp.Diff(want, got))
	}
	short := want
	short.HTML, short.Text = "<p>short</p>", ""
	within(t, v, func(tx *vault.Tx) error { _, err := s.Put(tx, "d/1", short); return err })
	if got, err := get(t, v, "d/1"); err != nil || cmp.Diff(short.Content, got.Content) != "" || countParts(t, v) != 1 {
		t.Errorf("in its place: %v, in %d parts", err, countParts(t, v))
	}
	within(t, v, func(tx *vault.Tx) error { return s.Delete(tx, "d/1", vault.AnyRevision) })
	if _, err := get(t, v, "d/1"); !errors.Is(err, vault.ErrNoRecord) || countParts(t, v) != 0 {
		t.Errorf("deleted: %v, %d parts are left", err, countParts(t, v))
	}
}

func TestAStaleRevisionChangesNothing(t *testing.T) {
	t.Parallel()
	v, s := newVault(t), shelf.New(kind, parts)
	within(t, v, func(tx *vault.Tx) error { _, err := s.Put(tx, "d/1", long()); return err })
	for name, change := range map[string]func(*vault.Tx) error{
		"put":    func(tx *vault.Tx) error { _, err := s.Put(tx, "d/1", shelf.Template{}); return err },
		"delete": func(tx *vault.Tx) error { return s.Delete(tx, "d/1", 7000) },
	} {
		if err := v.Update(t.Context(), change); !fault.HasCode(err, "vault.stale_revision") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := get(t, v, "d/1"); err != nil || cmp.Diff(long().Content, got.Content) != "" {
		t.Errorf("it is another one: %v", err)
	}
}

func TestOneDeploymentIsClearedAlone(t *testing.T) {
	t.Parallel()
	v, s := newVault(t), shelf.New(kind, parts)
	within(t, v, func(tx *vault.Tx) error {
		for _, id := range []string{"d/1", "d/2", "dd/1"} {
			if _, err := s.Put(tx, id, long()); err != nil {
				return err
			}
		}
		return s.Clear(tx, "d/")
	})
	var left []shelf.Heading
	if err := v.View(t.Context(), func(tx *vault.Tx) (err error) { left, err = s.Headings(tx, ""); return err }); err != nil {
		t.Fatal(err)
	}
	if len(left) != 1 || left[0].ID != "dd/1" || left[0].Name != "Long" || left[0].Subject != "Look" || countParts(t, v) != 4 {
		t.Errorf("%+v, %d parts", left, countParts(t, v))
	}
}

// A record out of a backup may promise parts without end.
func TestALyingRecord(t *testing.T) {
	t.Parallel()
	v, s := newVault(t), shelf.New(kind, parts)
	within(t, v, func(tx *vault.Tx) error {
		lying := json.RawMessage(`{"subject":"s","html":2000000000,"text":-3}`)
		_, err := vault.NewCollection[json.RawMessage](kind, 1, nil).Put(tx, "d/1", lying, 0)
		return err
	})
	if _, err := get(t, v, "d/1"); !fault.HasCode(err, shelf.CodeIncomplete) {
		t.Errorf("read: %v", err)
	}
	anew := long()
	anew.Revision = vault.AnyRevision
	within(t, v, func(tx *vault.Tx) error { _, err := s.Put(tx, "d/1", anew); return err })
	if got, err := get(t, v, "d/1"); err != nil || cmp.Diff(anew.Content, got.Content) != "" {
		t.Errorf("saved anew: %v", err)
	}
}

func TestThePartNamesItsTemplate(t *testing.T) {
	t.Parallel()
	for part, want := range map[string]string{
		"d/ABC/html/000": "d/ABC", "d/ABC/text/012": "d/ABC", "vault/html/000": "vault", "d/ABC": "d/ABC", "": "",
	} {
		if got := shelf.Owner(part); got != want {
			t.Errorf("%q is of %q, want %q", part, got, want)
		}
	}
}

// Records as the first version wrote them: every later one has to read them.
func TestRecordsOfTheFirstVersionAreRead(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	within(t, v, func(tx *vault.Tx) error {
		for _, r := range []struct{ kind, id, file string }{
			{kind, "d/1", "template.json"},
			{parts, "d/1/html/000", "part.json"},
			{parts, "d/1/html/001", "part.json"},
			{parts, "d/1/text/000", "part.json"},
		} {
			doc, err := os.ReadFile(filepath.Join("testdata", r.file))
			if err != nil {
				return err
			}
			if _, err := vault.NewCollection[json.RawMessage](r.kind, 1, nil).Put(tx, r.id, doc, 0); err != nil {
				return err
			}
		}
		return nil
	})
	got, err := get(t, v, "d/1")
	if err != nil {
		t.Fatal(err)
	}
	want := shelf.Content{Subject: "S", HTML: "<p>part</p><p>part</p>", Text: "<p>part</p>"}
	if diff := cmp.Diff(want, got.Content); diff != "" || got.Name != "Urgent" {
		t.Errorf("%s %s", got.Name, diff)
	}
}
