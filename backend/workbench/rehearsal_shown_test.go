package workbench_test

import (
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/inbox"
)

// TestARehearsedMailLooksAsItsTemplateDoes: styles, conditions and embedded images come
// through the mail server, and nothing of them is withheld.
func TestARehearsedMailLooksAsItsTemplateDoes(t *testing.T) {
	i := inform(t)
	template := render.Template{Subject: "s", HTML: `<style>p { color: #123456 } @media (prefers-color-scheme: dark) { p { color: #abcdef } }</style>
<p>Your password is %generated-password%.</p><img alt="" src="data:image/gif;base64,R0lGODlh">`}
	d, err := i.RehearseReset(t.Context(), template, render.Samples()[0].Values, "ada@example.com")
	if err != nil || d.Result != smtp.Accepted {
		t.Fatalf("%+v, %v", d, err)
	}
	all, err := i.Rehearsal.Messages()
	if err != nil || len(all) != 1 {
		t.Fatalf("caught %+v, %v", all, err)
	}
	for look, want := range map[string]bool{render.Light: false, render.Dark: true} {
		got, err := i.Rehearsal.Show(all[0].ID, look)
		if err != nil || got.Refused != "" || got.Withheld != (render.Withheld{}) {
			t.Errorf("%s: refused %q, withheld %+v, %v", look, got.Refused, got.Withheld, err)
		}
		for _, part := range []string{`<p style="color: #123456">`, `src="data:image/gif;base64,R0lGODlh"`} {
			if !strings.Contains(got.Document, part) {
				t.Errorf("%s: %s is missing: %s", look, part, got.Document)
			}
		}
		if strings.Contains(got.Document, "#abcdef") != want {
			t.Errorf("%s: %s", look, got.Document)
		}
	}
}

func TestNoMailIsShownWithoutHTML(t *testing.T) {
	i := inform(t)
	if _, err := i.Rehearsal.Show("none", render.Light); !fault.HasCode(err, inbox.CodeMessageNotFound) {
		t.Errorf("an unknown message: %v", err)
	}
	template := render.Template{Subject: "s", Text: "Your password is %generated-password%."}
	if _, err := i.RehearseReset(t.Context(), template, render.Samples()[0].Values, "ada@example.com"); err != nil {
		t.Fatal(err)
	}
	all, err := i.Rehearsal.Messages()
	if err != nil || len(all) != 1 {
		t.Fatalf("caught %+v, %v", all, err)
	}
	if got, err := i.Rehearsal.Show(all[0].ID, render.Light); err != nil || got != (render.Shown{}) {
		t.Errorf("a mail of plain text: %+v, %v", got, err)
	}
}
