package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
)

// TestPreviewDecides: what depends on a reader is decided by the mode.
func TestPreviewDecides(t *testing.T) {
	t.Parallel()
	html := `<style>p { color: black } @media (prefers-color-scheme: dark) { p { color: white } } @media (prefers-color-scheme: light) { p { color: navy } } @media screen and (max-width: 480px) { p { color: green } }</style><p>x</p>`
	tree := parse(t, render.Notification, render.Template{Subject: "s", HTML: html})
	m, _ := tree.Render(nil)
	if !strings.Contains(m.HTML, "@media (max-width: 480px) {\n  p { color: green !important }\n}") || !strings.Contains(m.HTML, `<p style="color: black">`) {
		t.Fatalf("the mail does not hold its styles: %s", m.HTML)
	}
	tests := map[string]struct{ shows, hides []string }{
		"light":  {[]string{"navy", "color-scheme: light"}, []string{"white !", "green", "@media"}},
		"dark":   {[]string{"white", "color-scheme: dark"}, []string{"navy", "green", "@media"}},
		"narrow": {[]string{"navy", "green", "360px"}, []string{"white !", "@media"}},
	}
	for mode, test := range tests {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			got := render.Preview(m, mode)
			for _, word := range test.shows {
				if !strings.Contains(got, word) {
					t.Errorf("%q is missing: %s", word, got)
				}
			}
			for _, word := range test.hides {
				if strings.Contains(got, word) {
					t.Errorf("%q is there: %s", word, got)
				}
			}
		})
	}
}

// TestPreviewHasTheMarginOfAMailProgram, unless the mail has one of its own.
func TestPreviewHasTheMarginOfAMailProgram(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ html, body string }{
		"no margin":  {`<p>x</p>`, `<body><p>x</p>`},
		"its own":    {`<body style="margin: 0"><p>x</p></body>`, `<body style="margin: 0"><p>x</p>`},
		"by a sheet": {`<style>body { margin: 2px }</style><p>x</p>`, `<body style="margin: 2px"><p>x</p>`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := render.Preview(render.Mail{HTML: test.html}, "light")
			if !strings.Contains(got, "body { margin: 8px }") || !strings.Contains(got, test.body) {
				t.Error(got)
			}
		})
	}
}

// TestPreviewLeadsNowhere: a sandbox lets a frame follow a link inside itself.
func TestPreviewLeadsNowhere(t *testing.T) {
	t.Parallel()
	got := render.Preview(render.Mail{HTML: `<a href="https://a.example/?a=1&amp;b=2" title="y">x</a>`}, "light")
	if !strings.Contains(got, `<a title="https://a.example/?a=1&amp;b=2" style="text-decoration: underline">x</a>`) || strings.Contains(got, "href") {
		t.Error(got)
	}
}

// TestPreviewReadsNoPlaceholders: a rendered mail has none, whatever it says.
func TestPreviewReadsNoPlaceholders(t *testing.T) {
	t.Parallel()
	got := render.Preview(render.Mail{HTML: `<p title="%action-link%">%action-message% 100%% %x%</p>`}, "light")
	if !strings.Contains(got, `<p title="%action-link%">%action-message% 100%% %x%</p>`) {
		t.Error(got)
	}
}

func TestPreviewOfText(t *testing.T) {
	t.Parallel()
	got := render.Preview(render.Mail{Text: "a <b>\nc"}, "light")
	if !strings.Contains(got, ">a &lt;b&gt;\nc</pre>") {
		t.Error(got)
	}
}

// TestShowSaysWhatItWithholds: whoever judges a mail by what is shown must know what
// is not.
func TestShowSaysWhatItWithholds(t *testing.T) {
	t.Parallel()
	whole := parse(t, render.Notification, complete())
	own, _ := whole.Render(render.Samples()[0].Values)
	pixel := render.Inline{ContentID: "one@example.com", MediaType: "image/gif", Data: []byte("GIF89a")}
	tests := map[string]struct {
		mail render.Mail
		want render.Withheld
	}{
		"a mail of ours":        {own, render.Withheld{}},
		"images from elsewhere": {render.Mail{HTML: `<img alt="" src="https://a.example/1.png"><img alt="" src="//a.example/2.png"><img src="3.png">`}, render.Withheld{Remote: 3}},
		"a missing part":        {render.Mail{HTML: `<img alt="" src="cid:two@example.com"><img src="cid:one@example.com">`, Inline: []render.Inline{pixel}}, render.Withheld{Images: 1}},
		"links":                 {render.Mail{HTML: `<a href="javascript:x">a</a><a href="/b">b</a><a href="https://c.example/">c</a>`}, render.Withheld{Links: 2}},
		"styles":                {render.Mail{HTML: `<style>p { color: red; position: fixed } @import "x";</style><p style="background: url(x)">p</p>`}, render.Withheld{Styles: 3}},
		"markup":                {render.Mail{HTML: `<script>x</script><p onclick="x">p</p><form><button>b</button></form>`}, render.Withheld{Markup: 4}},
		"comments":              {render.Mail{HTML: `<!-- a --><!--[if mso]><table><tr><td><![endif]--><p>p</p><!--[if mso]></td></tr></table><![endif]--><![if !mso]>b<![endif]>`}, render.Withheld{}},
		"more than is told":     {render.Mail{HTML: strings.Repeat(`<img src="https://a.example/">`, 1000)}, render.Withheld{Remote: 1000}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := render.Show(test.mail, "light")
			if diff := cmp.Diff(test.want, got.Withheld); diff != "" || got.Refused != "" || got.Document == "" {
				t.Errorf("refused %q (-want +got):\n%s", got.Refused, diff)
			}
		})
	}
}

// TestShowRefusesWhatItCannotRead and leaves no document that a page might show instead.
func TestShowRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	got := render.Show(render.Mail{HTML: strings.Repeat("<div>", 200) + "x"}, "light")
	want := render.Shown{Refused: "the HTML is nested more than 100 elements deep"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
