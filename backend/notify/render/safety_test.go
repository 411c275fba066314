package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
)

// complete is a template with every placeholder in every place that is open to it.
func complete() render.Template {
	return render.Template{
		Subject: "%action-name% for %person-name%: %action-message%",
		HTML: `<h1 title="%person-name%">%action-name%</h1><p>%action-message%</p>
<p><a href="%action-link%" title="for %person-name%">Open</a> <a href="%store-link%">%store-link%</a> %action-link%</p>
<p><a href="https://portal.example.com/u/%person-user-name%?t=%tenant-id%">you</a> <a href="mailto:%person-email%">%person-email%</a></p>
<table><tbody><tr><td>%deployment-name%</td><td>%environment% %sent-at%</td></tr></tbody></table>`,
		Text: "%action-name%\n%action-message%\n%action-link% %store-link%\n%person-name% %person-email%",
	}
}

func parse(t testing.TB, kind render.Kind, template render.Template) *render.Tree {
	t.Helper()
	tree, found := render.Parse(kind, template)
	if tree == nil {
		t.Fatalf("refused: %v", found)
	}
	return tree
}

// TestAttacksInTemplates sends the corpus through template HTML: the mail, its preview
// and what the sanitiser returns hold nothing that runs or loads.
func TestAttacksInTemplates(t *testing.T) {
	t.Parallel()
	corpus := attacks(t)
	if len(corpus) < 500 {
		t.Fatalf("the corpus holds %d entries", len(corpus))
	}
	hostile := render.Samples()[3].Values
	for _, attack := range corpus {
		for at, markup := range []string{attack, "<p>before</p>" + attack + "<p>behind</p>", `<table><tr><td title="x">` + attack} {
			tree, _ := render.Parse(render.Notification, render.Template{Subject: "s", HTML: markup})
			if tree == nil {
				continue // refused whole
			}
			m, _ := tree.Render(hostile)
			acquit(t, attack, false, m.HTML)
			acquit(t, attack, true, render.Preview(m, []string{"light", "dark", "narrow"}[at]))
		}
	}
}

// TestAttacksPastTheRenderer hands attacks to the preview and the sanitiser as they are.
func TestAttacksPastTheRenderer(t *testing.T) {
	t.Parallel()
	for _, attack := range attacks(t) {
		acquit(t, attack, true, render.Preview(render.Mail{HTML: attack}, "light"))
		acquit(t, attack, true, render.Preview(render.Mail{Text: attack}, "light"))
		acquit(t, attack, true, render.Preview(render.Mail{HTML: "x", Text: attack}, attack))
		clean, _ := render.Sanitise(attack)
		again, _ := render.Sanitise(clean)
		if diff := cmp.Diff(clean, again); diff != "" {
			t.Errorf("%q: sanitising again changes something:\n%s", attack, diff)
		}
		tree, _ := render.Parse(render.Notification, render.Template{Subject: "s", HTML: "x" + clean})
		m, _ := tree.Render(nil)
		acquit(t, attack, false, m.HTML)
	}
}

func acquit(t *testing.T, attack string, preview bool, document string) {
	t.Helper()
	j := judge{preview: preview}
	j.read(document)
	for _, finding := range j.findings {
		t.Errorf("%q: %s", attack, finding)
	}
	if preview && strings.Count(document, "default-src 'none'; img-src data:; style-src 'unsafe-inline'") != 1 {
		t.Errorf("%q: the preview has not one policy", attack)
	}
}

// TestAttacksInValues puts every attack into every value: the mail has the elements and
// attributes that it has with harmless values, and its subject is one line.
func TestAttacksInValues(t *testing.T) {
	t.Parallel()
	tree := parse(t, render.Notification, complete())
	calm, _ := tree.Render(render.Samples()[0].Values)
	want := shape(t, calm.HTML)
	for _, attack := range attacks(t) {
		values := render.Values{}
		for _, p := range render.Placeholders(render.Notification) {
			values[p.Name] = attack
			if p.Type == render.Link {
				values[p.Name] = p.Sample
			}
		}
		m, _ := tree.Render(values)
		if diff := cmp.Diff(want, shape(t, m.HTML)); diff != "" {
			t.Errorf("%q changes the mail (-want +got):\n%s", attack, diff)
		}
		acquit(t, attack, false, m.HTML)
		acquit(t, attack, true, render.Preview(m, "dark"))
		oneLine(t, attack, m.Subject)
	}
}

// TestAttacksInLinkValues puts them where a whole address is expected.
func TestAttacksInLinkValues(t *testing.T) {
	t.Parallel()
	tree := parse(t, render.Notification, complete())
	for _, attack := range attacks(t) {
		values := render.Samples()[0].Values
		values["action-link"], values["store-link"] = attack, attack
		m, found := tree.Render(values)
		acquit(t, attack, false, m.HTML)
		if strings.TrimSpace(attack) != "" && !render.HasErrors(found) && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(attack)), "http") {
			t.Errorf("%q: nothing is told", attack)
		}
	}
}

func oneLine(t *testing.T, attack, subject string) {
	t.Helper()
	if len(subject) > render.MaxSubject || strings.ContainsAny(subject, "\r\n\x00\x0b\x0c\u0085\u2028\u2029") {
		t.Errorf("%q: the subject is %q", attack, subject)
	}
}

// TestJudgeConvicts shows that the judge is not blind: untouched, nearly all of the
// corpus is convicted, and what is not holds no markup or meets only a place.
func TestJudgeConvicts(t *testing.T) {
	t.Parallel()
	convicted := 0
	for _, attack := range attacks(t) {
		j := judge{}
		j.read(attack)
		if len(j.findings) > 0 {
			convicted++
		}
	}
	if convicted < 800 {
		t.Errorf("%d are convicted", convicted)
	}
}

// FuzzTemplate looks for markup that a judge objects to, or that does not settle.
func FuzzTemplate(f *testing.F) {
	for i, attack := range attacks(f) {
		if i%7 == 0 {
			f.Add(attack, "value")
		}
	}
	f.Add(complete().HTML, "<b>\u202e%person-name%\r\n")
	f.Fuzz(func(t *testing.T, markup, value string) {
		tree, _ := render.Parse(render.Notification, render.Template{Subject: markup, HTML: markup, Text: markup})
		if tree == nil {
			return
		}
		values := render.Values{}
		for _, p := range render.Placeholders(render.Notification) {
			values[p.Name] = value
		}
		m, _ := tree.Render(values)
		acquit(t, markup, false, m.HTML)
		acquit(t, markup, true, render.Preview(m, "dark"))
		oneLine(t, markup, m.Subject)
		if clean, _ := render.Sanitise(markup); clean != "" {
			if again, _ := render.Sanitise(clean); again != clean {
				t.Errorf("%q: %q becomes %q", markup, clean, again)
			}
		}
	})
}

// FuzzValues looks for a value that changes what a mail is made of.
func FuzzValues(f *testing.F) {
	for i, attack := range attacks(f) {
		if i%11 == 0 {
			f.Add(attack)
		}
	}
	tree := parse(f, render.Notification, complete())
	calm, _ := tree.Render(render.Samples()[0].Values)
	f.Fuzz(func(t *testing.T, value string) {
		if value == "" || len(value) > 60_000 {
			return // missing, or refused
		}
		values := render.Values{}
		for _, p := range render.Placeholders(render.Notification) {
			values[p.Name] = value
			if p.Type == render.Link {
				values[p.Name] = p.Sample
			}
		}
		m, _ := tree.Render(values)
		want := shape(t, calm.HTML)
		if diff := cmp.Diff(want, shape(t, m.HTML)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", value, diff)
		}
		oneLine(t, value, m.Subject)
	})
}
