package notify_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/vault"
)

func own(subject string) render.Template {
	html := `<p>%action-message%</p><p><a href="%action-link%">Messages</a> <a href="%store-link%">Portal</a></p>`
	return render.Template{Subject: subject, HTML: html, Text: render.TextOf(html)}
}

func (f *fixture) saveTemplate(t testing.TB, tpl notify.Template) notify.Template {
	t.Helper()
	saved, _, err := f.notify.SaveTemplate(t.Context(), site, tpl)
	if err != nil {
		t.Fatalf("save a template: %v %+v", err, fault.Of(err).Fields)
	}
	return saved
}

func (f *fixture) template(t testing.TB, id string) notify.Template {
	t.Helper()
	got, err := f.notify.Template(t.Context(), site, id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheDefaultTemplateIsEditedAndReset(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	builtIn := f.template(t, "")
	if diff := cmp.Diff(render.Default(render.Notification), builtIn.Template); diff != "" || builtIn.Revision != 0 {
		t.Error(diff)
	}
	saved := f.saveTemplate(t, notify.Template{Template: own("Edited")})
	if got := f.template(t, ""); got.Subject != "Edited" || got.ID != "" || got.Revision != saved.Revision {
		t.Errorf("%+v", got)
	}
	if _, _, err := f.notify.SaveTemplate(t.Context(), site, notify.Template{Template: own("Lost")}); err == nil || fault.Of(err).Kind != fault.Conflict {
		t.Errorf("a lost update: %v", err)
	}
	if err := f.notify.RemoveTemplate(t.Context(), site, "", saved.Revision); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(builtIn, f.template(t, "")); diff != "" {
		t.Error(diff)
	}
	if err := f.notify.RemoveTemplate(t.Context(), site, "", vault.AnyRevision); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestAnActionHasATemplateOfItsOwn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	ada := f.ada(t)
	named := f.saveTemplate(t, notify.Template{Name: "Urgent", Template: own("Urgent")})
	all := f.saveTemplate(t, notify.Template{Name: "All", Template: own("For all")})
	d := f.action(t, "Approve transaction").Draft()
	d.Template = named.ID
	f.saveAction(t, d)
	f.switches(t, notify.Switches{Integration: true, Notifications: true, Template: all.ID})
	f.send(t, approve(ada))
	f.send(t, notify.Event{Action: "Assign task", People: []string{ada.ID}, Message: "M"})
	var subjects []string
	for _, m := range server.Messages() {
		subjects = append(subjects, m.Subject)
	}
	if diff := cmp.Diff([]string{"For all", "Urgent"}, subjects); diff != "" {
		t.Error(diff)
	}
	for id, says := range map[string]string{named.ID: "is that of the action Approve transaction", all.ID: "is that of all actions without a template of their own"} {
		err := f.notify.RemoveTemplate(t.Context(), site, id, vault.AnyRevision)
		if !fault.HasCode(err, notify.CodeTemplateInUse) || fault.Of(err).Fields[0].Message != says {
			t.Errorf("error %v", err)
		}
	}
	list, err := f.notify.Templates(t.Context(), site)
	if err != nil || len(list) != 3 || list[0].ID != "" || list[1].Name != "All" || list[2].Subject != "Urgent" {
		t.Errorf("%v: %+v", err, list)
	}
}

func TestATemplateThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.saveTemplate(t, notify.Template{Name: "Urgent", Template: own("S")})
	unknown := own("S")
	unknown.HTML += "<p>%person-shoe-size%</p>"
	missing := own("S")
	missing.HTML, missing.Text = "<p>%action-message%</p>", "%action-message%"
	huge := own("S")
	huge.HTML += "<p>" + strings.Repeat("x", 5<<20) + "</p>"
	for name, tt := range map[string]struct {
		template notify.Template
		code     string
	}{
		"an unknown placeholder":   {notify.Template{Name: "T", Template: unknown}, notify.CodeTemplateInvalid},
		"a missing one":            {notify.Template{Name: "T", Template: missing}, notify.CodeTemplateInvalid},
		"five megabytes":           {notify.Template{Name: "T", Template: huge}, render.CodeTooLarge},
		"a taken name":             {notify.Template{Name: "URGENT", Template: own("S")}, notify.CodeTemplateExists},
		"the name of the default":  {notify.Template{Name: "Default", Template: own("S")}, notify.CodeInvalid},
		"a name with a line break": {notify.Template{Name: "a\nb", Template: own("S")}, notify.CodeInvalid},
		"one that is gone":         {notify.Template{ID: site + "/x", Name: "X", Template: own("S")}, notify.CodeTemplateNotFound},
		"a new one without a name": {notify.Template{Named: true, Template: own("S")}, notify.CodeInvalid},
		"no name any more":         {notify.Template{ID: site + "/x", Template: own("S")}, notify.CodeInvalid},
	} {
		_, problems, err := f.notify.SaveTemplate(t.Context(), site, tt.template)
		refused := tt.code == notify.CodeTemplateInvalid || tt.code == render.CodeTooLarge
		if !fault.HasCode(err, tt.code) || refused != render.HasErrors(problems) {
			t.Errorf("%s: %v %+v", name, err, problems)
		}
		if refused && len(fields(err)) == 0 {
			t.Errorf("%s: nothing is blamed", name)
		}
	}
}

// A template with images is larger than a record of the vault may be.
func TestALargeTemplateIsKeptWhole(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	large := own("Large")
	noise := image.NewGray(image.Rect(0, 0, 440, 440))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, noise); err != nil {
		t.Fatal(err)
	}
	img := `<p><img alt="Noise" src="data:image/png;base64,` + base64.StdEncoding.EncodeToString(picture.Bytes()) + `"></p>`
	large.HTML += strings.Repeat(img, 4)
	large.Text = ""
	saved := f.saveTemplate(t, notify.Template{Name: "Large", Template: large})
	if got := f.template(t, saved.ID); got.HTML != large.HTML || len(got.HTML) < 1_000_000 {
		t.Errorf("of %d bytes %d come back", len(large.HTML), len(got.HTML))
	}
	small := notify.Template{ID: saved.ID, Name: "Large", Revision: saved.Revision, Template: own("Small")}
	f.saveTemplate(t, small)
	if got := f.template(t, saved.ID); got.HTML != small.HTML {
		t.Errorf("it reads %q", got.HTML)
	}
	if err := f.notify.RemoveTemplate(t.Context(), site, saved.ID, vault.AnyRevision); err != nil {
		t.Fatal(err)
	}
	if n := f.count(t); n != 0 {
		t.Errorf("%d parts are left", n)
	}
}

// count is how many parts of templates the vault holds.
func (f *fixture) count(t testing.TB) int {
	t.Helper()
	var n int
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		items, err := vault.NewCollection[struct{}](notify.KindPart, 1, nil).All(tx)
		n = len(items)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
