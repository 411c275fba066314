package render_test

import (
	"strings"
	"testing"

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
