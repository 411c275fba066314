package document_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

func TestValuesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	r, err := document.Read([]byte(`{"name":"Ada","on":"true","port":"587","size":5,"oauth2":{"scope":"mail"},"password":"hush","old":""}`))
	if err != nil {
		t.Fatal(err)
	}
	inner := r.Object("oauth2")
	on, password, old, kept := r.Flag("on"), r.Secret("password"), r.Secret("old"), r.Secret("absent")
	got := []any{r.Text("name"), on != nil && *on, r.NumberOrText("port"), r.Integer("size"), inner.Text("scope"), r.Text("absent")}
	r.Adopt(inner)
	if err := r.Finish(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{"Ada", true, "587", 5, "mail", ""}, got); diff != "" {
		t.Error(diff)
	}
	if password.Change != secret.Set || string(password.Value.Reveal()) != "hush" {
		t.Error("the secret is not the one that was given")
	}
	if old.Change != secret.Clear || kept.Change != secret.Keep {
		t.Errorf("an empty secret is to be %q, a missing one %q", old.Change, kept.Change)
	}
}

func TestEveryBadFieldIsNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, doc string
		fields    []string
	}{
		{"not an object", `[1]`, nil},
		{"text behind it", `{} {}`, nil},
		{"not UTF-8", "{\"name\":\"\xff\"}", nil},
		{"too large", `{"name":"` + strings.Repeat("x", 64<<10) + `"}`, nil},
		{"twice", `{"name":"a","name":"b"}`, []string{"name"}},
		{"twice inside", `{"oauth2":{"scope":"a","scope":"b"}}`, []string{"oauth2.scope"}},
		{"unknown", `{"nmae":"a","oauth2":{"socpe":"b"}}`, []string{"oauth2.socpe", "nmae"}},
		{"wrong types", `{"name":1,"on":"yes","port":1.5,"size":"many"}`, []string{"name", "on", "port", "size"}},
		{"half a character", `{"name":"\ud800"}`, []string{"name"}},
		{"a mask", `{"password":"**********"}`, []string{"password"}},
		{"two lines", `{"password":"a\nb"}`, []string{"password"}},
		{"not a member", `{"oauth2":1}`, []string{"oauth2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := readAll([]byte(tt.doc))
			if !fault.HasCode(err, document.CodeInvalid) {
				t.Fatalf("error %v", err)
			}
			var fields []string
			for _, f := range fault.Of(err).Fields {
				fields = append(fields, f.Name)
			}
			if diff := cmp.Diff(tt.fields, fields); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"name":"Ada","on":true,"port":1,"size":2,"password":"x","oauth2":{"scope":""}}`))
	f.Add([]byte(`{"a":{"b":[{}]}}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		if err := readAll(doc); err != nil && !fault.HasCode(err, document.CodeInvalid) {
			t.Errorf("not a fault of the document: %v", err)
		}
	})
}

// readAll reads a document as one of our own is read.
func readAll(doc []byte) error {
	r, err := document.Read(doc)
	if err != nil {
		return err
	}
	r.Text("name")
	r.Flag("on")
	r.NumberOrText("port")
	r.Integer("size")
	r.Secret("password")
	inner := r.Object("oauth2")
	inner.Text("scope")
	r.Adopt(inner)
	return r.Finish()
}
