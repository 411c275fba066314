package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
)

func TestTextOf(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ html, want string }{
		"nothing":             {"", ""},
		"paragraphs":          {"<p>one\n  two</p><p>three</p>", "one two\n\nthree\n"},
		"headings":            {"<h1>One</h1><p>a</p><h2>Two words</h2>b<h3>Three</h3>c", "One\n===\n\na\n\nTwo words\n---------\n\nb\n\nThree\n\nc\n"},
		"placeholders stay":   {"<p>Hello %person-name%, %%x%% <a href='%action-link%'>open</a></p>", "Hello %person-name%, %%x%% open (%action-link%)\n"},
		"a link as text":      {"%action-link%", "%action-link%\n"},
		"a link to itself":    {"<a href='https://a.example/'>https://a.example/</a>", "https://a.example/\n"},
		"a link with a space": {"<a href='https://a.example/a%20b%20c'>x</a>", "x (https://a.example/a%%20b%%20c)\n"},
		"a mail address":      {"<a href='mailto:a@b.example'>a@b.example</a> <a href='mailto:a@b.example'>us</a>", "a@b.example us (a@b.example)\n"},
		"a link of an image":  {"<a href='https://a.example/'><img alt='Logo'></a>", "[Logo] (https://a.example/)\n"},
		"an empty link":       {"<a href='https://a.example/'></a>", "https://a.example/\n"},
		"lists":               {"a<ol start=9><li>nine<li>ten<ul><li>x<li>y</ul></ol>b", "a\n\n9. nine\n10. ten\n    - x\n    - y\n\nb\n"},
		"a layout table":      {"<table role=presentation><tr><td>a</td><td>b</td></tr></table>", "a\nb\n"},
		"a data table":        {"<table><tr><th>Item</th><th>Price</th></tr><tr><td>Mouse</td><td>20 €</td></tr></table>", "Item | Price\nMouse | 20 €\n"},
		"line breaks":         {"a<br>b<br><br>c", "a\nb\n\nc\n"},
		"quotations":          {"<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc\n"},
		"a rule":              {"a<hr>b", "a\n\n----------\n\nb\n"},
		"as written":          {"<pre>a  b\n\n  c</pre>", "a  b\n\n  c\n"},
		"what is hidden":      {"<div style='display:none'>preheader</div>a", "a\n"},
		"what runs":           {"a<script>b</script><style>c</style>", "a\n"},
		"words and emphasis":  {"a<b>b</b> <i> c </i>d", "ab c d\n"},
		"entities":            {"a &lt;b&gt; &amp;&nbsp;c", "a <b> &\u00a0c\n"},
		"definitions":         {"<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\n  b\nc\n  d\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, render.TextOf(test.html)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInStep(t *testing.T) {
	t.Parallel()
	html := "<h1>Hello</h1><p>%action-message% and <a href='%action-link%'>more</a></p>"
	tests := map[string]struct {
		text string
		want bool
	}{
		"not written":  {"", true},
		"made":         {render.TextOf(html), true},
		"other breaks": {strings.ReplaceAll(render.TextOf(html), "\n", "\r\n"), true},
		"a word less":  {strings.Replace(render.TextOf(html), "and", "", 1), false},
		"other words":  {"something else", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := render.InStep(render.Template{HTML: html, Text: test.text}); got != test.want {
				t.Errorf("in step %v", got)
			}
		})
	}
}

// FuzzText: the text part uses no placeholder that the HTML does not use, whatever the
// HTML is.
func FuzzText(f *testing.F) {
	f.Add(complete().HTML)
	f.Add("<ul><li>a<ol><li>%%person-name%%</ol></ul><pre>\n%x%</pre>")
	f.Fuzz(func(t *testing.T, html string) {
		text := render.TextOf(html)
		if len(text) > render.MaxText {
			t.Errorf("%d bytes", len(text))
		}
		if text != render.TextOf(html) {
			t.Error("not the same twice")
		}
	})
}

// Links stand in links where a table is between them. Were each written twice, every
// further one would double the time, and this would not end.
func TestLinksInLinksAreWrittenOnce(t *testing.T) {
	t.Parallel()
	markup := strings.Repeat(`<a href="https://shop.example/"><table><caption>`, 30) + "deep" +
		strings.Repeat("</caption></table></a>", 30)
	if got := render.TextOf(markup); strings.Count(got, "deep") != 1 || strings.Count(got, "(https://shop.example/)") != 30 {
		t.Errorf("it is %q", got)
	}
}
