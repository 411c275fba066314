package render_test

import (
	"html/template"
	"strings"
	"testing"

	"patchbay/backend/notify/render"
)

// mails is how many people one operation renders for.
const mails = 10_000

// BenchmarkMails renders one template for ten thousand people: subject, HTML and text.
func BenchmarkMails(b *testing.B) {
	tree := parse(b, render.Notification, render.Default(render.Notification))
	values := render.Samples()[0].Values
	b.ReportAllocs()
	for b.Loop() {
		for range mails {
			if m, found := tree.Render(values); m.HTML == "" || len(found) > 0 {
				b.Fatal(found)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*mails), "µs/mail")
}

// BenchmarkHTMLTemplate does the HTML of the same mails with html/template, which
// escapes by context as well and makes neither a subject nor a text.
func BenchmarkHTMLTemplate(b *testing.B) {
	tree := parse(b, render.Notification, render.Default(render.Notification))
	names := render.Values{}
	for _, p := range render.Placeholders(render.Notification) {
		names[p.Name] = "https://placeholder.invalid/" + p.Name
	}
	m, _ := tree.Render(names)
	source := m.HTML
	data := map[string]string{}
	for _, p := range render.Placeholders(render.Notification) {
		field := strings.ReplaceAll(p.Name, "-", "_")
		source = strings.ReplaceAll(source, names[p.Name], "{{."+field+"}}")
		data[field] = p.Sample
	}
	compiled := template.Must(template.New("mail").Parse(source))
	b.ReportAllocs()
	for b.Loop() {
		for range mails {
			var out strings.Builder
			if err := compiled.Execute(&out, data); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*mails), "µs/mail")
}

// BenchmarkParse is what an editor waits for while somebody types.
func BenchmarkParse(b *testing.B) {
	template := render.Default(render.Notification)
	for b.Loop() {
		render.Parse(render.Notification, template)
	}
}
