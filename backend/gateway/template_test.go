package gateway_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/notify/render"
)

func TestSource004_TheTemplateIsCustomized(t *testing.T) {
	f := newFixture(t)
	_, d := rehearsal(t)
	f.save(t, d)
	got, err := f.Template(t.Context())
	if err != nil || got.Revision != 0 || cmp.Diff(render.Default(render.PasswordReset), got.Template) != "" {
		t.Fatalf("at first: %+v %v", got.Revision, err)
	}
	own := render.Template{Subject: "Password of %vault-name%", HTML: "<p>%generated-password%</p>", Text: "It is %generated-password%"}
	saved, problems, err := f.SaveTemplate(t.Context(), own, 0)
	if err != nil || render.HasErrors(problems) || cmp.Diff(own, saved.Template) != "" || saved.Revision == 0 {
		t.Fatalf("%+v %+v %v", saved, problems, err)
	}
	if f.get(t).TemplateChangedAt.IsZero() {
		t.Error("the gateway does not say that it is another one")
	}
	if _, _, err := f.SaveTemplate(t.Context(), own, 0); !fault.HasCode(err, "vault.stale_revision") {
		t.Errorf("over an old revision: %v", err)
	}
	if _, err := f.SendReset(t.Context(), reset()); err != nil {
		t.Errorf("mailing it: %v", err)
	}
	if err := f.RemoveTemplate(t.Context(), saved.Revision); err != nil {
		t.Fatal(err)
	}
	got, err = f.Template(t.Context())
	if err != nil || got.Revision != 0 || cmp.Diff(render.Default(render.PasswordReset), got.Template) != "" {
		t.Errorf("removed: %+v %v", got.Revision, err)
	}
	if err := f.RemoveTemplate(t.Context(), 0); err != nil {
		t.Errorf("removed once more: %v", err)
	}
}

func TestThePasswordPlaceholderIsRequired(t *testing.T) {
	f := newFixture(t)
	for name, bad := range map[string]render.Template{
		"nowhere":             {Subject: "x", HTML: "<p>hello</p>", Text: "hello"},
		"in the text only":    {Subject: "x", HTML: "<p>hello</p>", Text: "%generated-password%"},
		"in the subject":      {Subject: "%generated-password%", HTML: "<p>%generated-password%</p>", Text: "%generated-password%"},
		"an unknown one":      {Subject: "x", HTML: "<p>%generated-password% %nothing%</p>", Text: "%generated-password% %nothing%"},
		"that of another one": {Subject: "x", HTML: "<p>%generated-password% %action-link%</p>", Text: "%generated-password% %action-link%"},
		"five megabytes":      {Subject: "x", HTML: strings.Repeat("<p>%generated-password%</p>", 200_000), Text: "%generated-password%"},
	} {
		_, problems, err := f.SaveTemplate(t.Context(), bad, 0)
		code := gateway.CodeTemplate
		if name == "five megabytes" {
			code = render.CodeTooLarge
		}
		if got := fault.Of(err); got.Code != code || len(got.Fields) == 0 || !render.HasErrors(problems) {
			t.Errorf("%s: %v %v", name, err, got.Fields)
		}
	}
	if got, err := f.Template(t.Context()); err != nil || got.Revision != 0 {
		t.Errorf("one is stored: %+v %v", got.Revision, err)
	}
}

// A template is larger than a record of the vault may be, and leaves nothing behind
// when a smaller one takes its place.
func TestALongTemplateIsKeptWhole(t *testing.T) {
	f := newFixture(t)
	long := render.Template{
		Subject: "x", HTML: "<p>%generated-password%</p><p>" + strings.Repeat("wörter ", 60_000) + "</p>",
		Text: "%generated-password%\n\n" + strings.Repeat("wörter ", 30_000),
	}
	saved, _, err := f.SaveTemplate(t.Context(), long, 0)
	if err != nil {
		t.Fatal(err, fault.Of(err).Fields)
	}
	if diff := cmp.Diff(long, saved.Template); diff != "" {
		t.Error("it has come back as another one")
	}
	many := f.records(t)
	short := render.Template{Subject: "x", HTML: "<p>%generated-password%</p>", Text: "%generated-password%"}
	saved, _, err = f.SaveTemplate(t.Context(), short, saved.Revision)
	if err != nil || cmp.Diff(short, saved.Template) != "" {
		t.Fatal(err)
	}
	if now := f.records(t); now != many-1+1 { // a part less, an entry of the journal more
		t.Errorf("%d records before, %d now", many, now)
	}
	if err := f.RemoveTemplate(t.Context(), saved.Revision); err != nil {
		t.Fatal(err)
	}
	if now := f.records(t); now != many-3+1 { // without the template and its two parts
		t.Errorf("%d records before, %d without the template", many, now)
	}
}

func (f *fixture) records(t *testing.T) int {
	t.Helper()
	stats, err := f.access.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats.Records
}
