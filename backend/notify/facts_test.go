package notify_test

import (
	"testing"

	"patchbay/backend/notify"
)

// What a template shows of a person must be there; what stands in a comment is not
// shown.
func TestAPersonWithoutAValueThatTheTemplateShows(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	e := approve(f.person(t, notify.Person{Name: "Grace", Email: "grace@example.com"}))
	rehearsed := func(markup string) notify.Decision {
		t.Helper()
		tpl := notify.Template{Template: own("S")}
		tpl.HTML += markup
		tpl.Text, tpl.Revision = "", f.template(t, "").Revision
		f.saveTemplate(t, tpl)
		decisions, err := f.notify.Rehearse(t.Context(), site, e)
		if err != nil {
			t.Fatal(err)
		}
		return decisions[0]
	}
	if d := rehearsed("<p>%person-name%, %person-user-name%</p>"); d.Mail || d.Stopped.By != notify.StopValue || !d.Message {
		t.Errorf("%+v", d)
	}
	if d := rehearsed("<!-- %person-user-name% --><p>%person-name%</p>"); !d.Mail {
		t.Errorf("%+v", d)
	}
}
