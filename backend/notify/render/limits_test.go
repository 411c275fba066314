package render_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
)

// image is a GIF by its first bytes, of a size of its own choosing.
func image(size int, mark string) string {
	data := append([]byte("GIF89a"+mark), make([]byte, size-6-len(mark))...)
	return `<img alt="" src="data:image/gif;base64,` + base64.StdEncoding.EncodeToString(data) + `">`
}

// burden is a template at or over a limit.
type burden struct {
	html, text string
	says       string // what the refusal names; "" if it is not refused
}

func hostile() map[string]burden {
	return map[string]burden{
		"5 MB of HTML":               {html: strings.Repeat("<p>some words</p>", 5<<20/17), says: "512 KiB"},
		"5 MB in one word":           {html: strings.Repeat("x", 5<<20), says: "512 KiB"},
		"1 MB of HTML":               {html: strings.Repeat("x", 1<<20), says: "512 KiB"},
		"512 KiB of HTML":            {html: strings.Repeat("x", render.MaxHTML)},
		"a byte more":                {html: strings.Repeat("x", render.MaxHTML+1), says: "512 KiB"},
		"256 KiB of text":            {text: strings.Repeat("x", render.MaxText)},
		"a byte more of text":        {text: strings.Repeat("x", render.MaxText+1), says: "256 KiB"},
		"four large images":          {html: image(render.MaxImage, "1") + image(render.MaxImage, "2") + image(render.MaxImage, "3") + image(render.MaxImage, "4")},
		"images and HTML":            {html: image(render.MaxImage, "1") + image(render.MaxImage, "2") + strings.Repeat("x", render.MaxHTML/2)},
		"deep":                       {html: strings.Repeat("<div>", 90) + "x" + strings.Repeat("</div>", 90)},
		"too deep":                   {html: strings.Repeat("<div>", 200) + "x", says: "100 elements deep"},
		"a depth bomb":               {html: strings.Repeat("<div>", 9_000), says: "100 elements deep"},
		"a depth bomb of tables":     {html: strings.Repeat("<table><tr><td>", 3_000), says: "100 elements deep"},
		"10,001 elements":            {html: strings.Repeat("<br>", 10_001), says: "10000 elements"},
		"100,000 elements":           {html: strings.Repeat("<p>", 100_000), says: "10000 elements"},
		"formatting that multiplies": {html: formatting(400) + strings.Repeat("<p>x", 9_000), says: "not closed"},
		"the same in cells":          {html: many(90, "<p><b id=x%d>x<table><tr><td></b></td></tr></table></p>") + strings.Repeat("<p>x", 7_000), says: "not closed"},
		"100,000 placeholders":       {html: strings.Repeat("%tenant-id%", 47_000), says: "2000 times"},
		"in the text":                {text: strings.Repeat("%tenant-id%", 20_000), says: "2000 times"},
		"unknown placeholders":       {html: strings.Repeat("%x%", 100_000)},
		"percent signs":              {html: strings.Repeat("%", render.MaxHTML), text: strings.Repeat("%", render.MaxText)},
		"rules on many elements":     {html: "<style>" + rules(500) + "</style>" + strings.Repeat("<p>x</p>", 9_000)},
		"a long rule on many":        {html: "<style>p { font-family: " + strings.Repeat("x", 150) + " }</style>" + strings.Repeat("<p>x</p>", 9_000), says: "styles"},
		"chains that go back":        {html: "<style>" + strings.Repeat("div div div div div div div div { color: red }", 500) + "</style>" + strings.Repeat("<div>", 80) + strings.Repeat("<div></div>", 9_000) + strings.Repeat("</div>", 80), says: "styles"},
		"long lists of classes":      {html: "<style>" + strings.Repeat(".a,", 80_000) + ".a { color: red }</style>" + `<p class="` + strings.Repeat("b ", 120_000) + `">x</p>`},
		"one of many classes":        {html: "<style>" + strings.Repeat(".a", 100_000) + " { color: red }</style>" + strings.Repeat("<b class=a></b>", 9_000), says: "styles"},
		"attributes":                 {html: "<p " + many(50_000, "a%d=1 ") + ">x</p>"},
		"comments":                   {html: strings.Repeat("<!-->", 100_000)},
		"less-than signs":            {html: strings.Repeat("<", render.MaxHTML)},
		"half tags":                  {html: strings.Repeat("<a ", 170_000)},
		"nested CSS":                 {html: "<style>" + strings.Repeat("@media (min-width: 1px) {", 20_000) + "</style>x"},
		"open CSS comments":          {html: "<style>" + strings.Repeat("/*", 200_000) + "</style>x"},
		"nested lists":               {html: strings.Repeat("<ul><li>", 45) + strings.Repeat("x<br>", 5_000)},
		"entities":                   {html: strings.Repeat("&amp;", 100_000)},
	}
}

// TestTooLargeIsRefused holds every limit from both sides: what is just allowed is read,
// and what exceeds it is refused with the limit in the message.
func TestTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range hostile() {
		t.Run(name, func(t *testing.T) {
			tree, found := render.Parse(render.Notification, render.Template{Subject: "s", HTML: test.html, Text: test.text})
			if len(found) > 256 {
				t.Errorf("%d problems", len(found))
			}
			var refused string
			for _, p := range found {
				if p.Code == render.CodeTooLarge {
					refused = p.Message
				}
			}
			if (tree == nil) != (refused != "") || test.says == "" && tree == nil || test.says != "" && !strings.Contains(refused, test.says) {
				t.Fatalf("refused %v with %q", tree == nil, refused)
			}
			if tree != nil {
				m, _ := tree.Render(render.Samples()[1].Values)
				render.Preview(m, "dark")
			}
		})
	}
}

func formatting(n int) string { return "<p>" + many(n, "<b id=x%d>") + "</p>" }
func rules(n int) string      { return many(n, "p { margin: %dpx }") }

func many(n int, format string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, format, i)
	}
	return out.String()
}

func TestImagesOverTheLimits(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		html string
		says string
	}{
		"one too large":  {image(render.MaxImage+1, "1"), "256 KiB"},
		"five too large": {image(render.MaxImage, "1") + image(render.MaxImage, "2") + image(render.MaxImage, "3") + image(render.MaxImage, "4") + image(8, "5"), "1 MiB"},
		"half":           {`<img alt="" src="data:image/gif;base64,R0lGODlhAQ=">`, "not whole"},
		"not base64":     {`<img alt="" src="data:image/gif,GIF89a">`, "base64"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, found := render.Parse(render.Notification, render.Template{Subject: "s", HTML: test.html, Text: "x"})
			for _, p := range found {
				if p.Code == render.CodeUnsafeImage && strings.Contains(p.Message, test.says) {
					return
				}
			}
			t.Errorf("%+v", found)
		})
	}
}

// TestLargeValues: neither one value nor many of them make a mail without end.
func TestLargeValues(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		uses, size int
		refused    bool
	}{
		"a long message":           {1, 64 << 10, false},
		"a message that is longer": {1, 64<<10 + 1, true},
		"often":                    {1000, 64 << 10, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parse(t, render.Notification, render.Template{Subject: "s", Text: strings.Repeat("%action-message%", test.uses)})
			m, found := tree.Render(render.Values{"action-message": strings.Repeat("x", test.size)})
			if render.HasErrors(found) != test.refused || (m.Text == "") != test.refused {
				t.Errorf("%d bytes of text, %v", len(m.Text), brief(found))
			}
		})
	}
}

func TestProblemsAreBounded(t *testing.T) {
	t.Parallel()
	html := strings.Repeat("<script></script>", 2_000) + strings.Repeat("%x%", 2_000)
	_, found := render.Parse(render.Notification, render.Template{Subject: strings.Repeat("%y%", 300), HTML: html, Text: strings.Repeat("%z%", 2_000)})
	if len(found) != 256 {
		t.Errorf("%d problems", len(found))
	}
	_, dropped := render.Sanitise(html)
	if diff := cmp.Diff(256, len(dropped)); diff != "" {
		t.Errorf("what is said of what is dropped: %s", diff)
	}
}
