package render_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
)

// needed is what every notification must say, so that a case is about one thing.
const needed = `%action-message% <a href="%action-link%">a</a> <a href="%store-link%">b</a>`

// brief is a problem in a line.
func brief(found []render.Problem) []string {
	var lines []string
	for _, p := range found {
		line := string(p.Severity) + " " + p.Field + " " + strings.TrimPrefix(p.Code, "template.")
		if p.Placeholder != "" {
			line += " " + p.Placeholder
		}
		lines = append(lines, line)
	}
	return lines
}

func TestProblems(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		subject, html, text string
		want                []string
	}{
		"nothing":                      {html: needed},
		"an unknown name":              {html: needed + "%person%", want: []string{"error html unknown_placeholder person"}},
		"an unknown name in a subject": {subject: "%action-link2%", html: needed, want: []string{"error subject unknown_placeholder action-link2"}},
		"an unknown name in a link":    {html: needed + `<a href="https://a.example/%persn-name%">x</a>`, want: []string{"error html unknown_placeholder persn-name"}},
		"a slip that looks like %ac":   {html: needed + `<a href="%acton-link%">x</a>`, want: []string{"error html unknown_placeholder acton-link"}},
		"an encoded space is no name":  {html: needed + `<a href="https://a.example/a%20b%20c">x</a>`},
		"an unknown name in alt":       {html: needed + `<img alt="%x%">`, want: []string{"error html unknown_placeholder x"}},
		"a percent sign":               {html: needed + "100% and 50%% and %%person%%"},
		"another kind's placeholder":   {html: needed + "%generated-password%", want: []string{"error html unknown_placeholder generated-password"}},
		"a required one is missing":    {html: "%action-message% %store-link%", want: []string{"error html missing_placeholder action-link"}},
		"missing from the text":        {html: needed, text: "%action-message% %store-link%", want: []string{"warning text text_out_of_step", "error text missing_placeholder action-link"}},
		"a comment does not count":     {html: "%action-message% %store-link% <!-- %action-link% -->", want: []string{"error html missing_placeholder action-link"}},
		"a link in a subject":          {subject: "%action-link%", html: needed, want: []string{"error subject misplaced_placeholder action-link"}},
		"a link in an alt text":        {html: needed + `<img alt="%action-link%">`, want: []string{"error html misplaced_placeholder action-link"}},
		"a value in a style":           {html: needed + `<p style="color: %person-name%">x</p>`, want: []string{"error html misplaced_placeholder person-name", "warning html unsafe_style"}},
		"a value in a class":           {html: needed + `<p class="%person-name%">x</p>`, want: []string{"error html misplaced_placeholder person-name"}},
		"a value as a host":            {html: needed + `<a href="https://%person-name%/">x</a>`, want: []string{"error html misplaced_placeholder person-name"}},
		"a value that ends a host":     {html: needed + `<a href="https://a.example%person-name%/">x</a>`, want: []string{"error html misplaced_placeholder person-name"}},
		"a value as a whole address":   {html: needed + `<a href="%person-name%">x</a>`, want: []string{"error html misplaced_placeholder person-name"}},
		"a value behind the host":      {html: needed + `<a href="https://a.example/%person-name%">x</a>`},
		"a value in a mailto":          {html: needed + `<a href="mailto:%person-email%">x</a>`},
		"something behind a link":      {html: needed + `<a href="%store-link%/x">x</a>`, want: []string{"error html misplaced_placeholder store-link"}},
		"a script":                     {html: needed + "<script>x</script>", want: []string{"error html unsafe_markup"}},
		"an event handler":             {html: needed + "<p onclick=x>a</p>", want: []string{"error html unsafe_markup"}},
		"an unknown element":           {html: needed + "<blink>a</blink>", want: []string{"warning html unsafe_markup"}},
		"what editors leave":           {html: `<meta charset="utf-8"><title>x</title>` + needed + `<p data-x="1"><a href="https://a.example/" target="_blank" rel="noopener">a</a></p>`},
		"an unsafe link":               {html: needed + `<a href="javascript:x">a</a>`, want: []string{"error html unsafe_link"}},
		"a relative link":              {html: needed + `<a href="/messages">a</a>`, want: []string{"error html unsafe_link"}},
		"an image from elsewhere":      {html: needed + `<img src="https://a.example/a.png" alt="">`, want: []string{"error html unsafe_image"}},
		"an image without alt":         {html: needed + `<img src="` + pixel + `">`, want: []string{"warning html image_without_alt"}},
		"an image that decorates":      {html: needed + `<img src="` + pixel + `" alt="">`},
		"an SVG that says it is a PNG": {html: needed + `<img alt="" src="data:image/png;base64,` + base64.StdEncoding.EncodeToString([]byte("<svg onload=x>")) + `">`, want: []string{"error html unsafe_image"}},
		"too wide":                     {html: needed + `<table width="800"><tr><td>a</td></tr></table><p style="width: 601px">a</p><p style="max-width: 900px">b</p>`, want: []string{"warning html too_wide", "warning html too_wide"}},
		"a style that loads":           {html: needed + `<p style="background: url(x)">a</p>`, want: []string{"error html unsafe_style"}},
		"a style on top of others":     {html: needed + `<p style="position: fixed">a</p>`, want: []string{"warning html unsafe_style"}},
		"a selector that waits":        {html: needed + `<style>a:hover { color: red }</style>`, want: []string{"warning html unsafe_style"}},
		"not closed":                   {html: needed + "<div><b>a</div>", want: []string{"warning html broken_markup"}},
		"closes nothing":               {html: needed + "</div>a", want: []string{"warning html broken_markup"}},
		"a paragraph may stay open":    {html: needed + "<p>a<p>b<ul><li>c<li>d</ul>"},
		"no subject":                   {subject: " ", html: needed, want: []string{"error subject subject_line"}},
		"a subject of two lines":       {subject: "a\r\nBcc: b", html: needed, want: []string{"error subject subject_line"}},
		"a subject that is too long":   {subject: strings.Repeat("x", 999), html: needed, want: []string{"error subject too_large"}},
		"text without HTML":            {text: "%action-message% %action-link% %store-link%"},
		"neither":                      {want: []string{"error text no_text"}},
		"text that has been changed":   {html: needed, text: "%action-message% %action-link% %store-link%", want: []string{"warning text text_out_of_step"}},
		"an unknown name in the text":  {text: "%action-message% %action-link% %store-link%\n%x%", want: []string{"error text unknown_placeholder x"}},
		"long enough to be clipped":    {html: needed + strings.Repeat("<p>some words that fill a line</p>", 3500), want: []string{"warning html may_be_clipped"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			template := render.Template{Subject: test.subject, HTML: test.html, Text: test.text}
			if test.subject == "" {
				template.Subject = "a subject"
			}
			if test.text == "" && test.html != "" {
				template.Text = render.TextOf(test.html)
			}
			_, found := render.Parse(render.Notification, template)
			var got []string
			for _, line := range brief(found) { // what made text repeats is not of interest
				if test.text != "" || !strings.Contains(line, " text ") || test.html == "" {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s%+v", diff, found)
			}
		})
	}
}

// pixel is a GIF of one pixel.
const pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

func TestPasswordIsRequiredAndStaysInTheBody(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		template render.Template
		want     []string
	}{
		"without":        {render.Template{Subject: "s", HTML: "<p>x</p>", Text: "x"}, []string{"error html missing_placeholder generated-password", "error text missing_placeholder generated-password"}},
		"in the subject": {render.Template{Subject: "%generated-password%", Text: "%generated-password%"}, []string{"error subject misplaced_placeholder generated-password"}},
		"in a link":      {render.Template{Subject: "s", HTML: `%generated-password%<a href="https://a.example/?p=%generated-password%">x</a>`, Text: "%generated-password%x"}, []string{"error html misplaced_placeholder generated-password"}},
		"in a title":     {render.Template{Subject: "s", HTML: `%generated-password%<p title="%generated-password%">x</p>`, Text: "%generated-password% x"}, []string{"error html misplaced_placeholder generated-password"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, found := render.Parse(render.PasswordReset, test.template)
			var got []string
			for _, line := range brief(found) {
				if !strings.HasPrefix(line, "warning") {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	html := "<p>äö %nope%</p>\n<p>\n  <a href=\"https://a.example/\">fine</a> <a\n href=\"javascript:x\">not</a></p><script>1</script>" + needed
	_, found := render.Parse(render.Notification, render.Template{Subject: "s", HTML: html})
	type place struct {
		Code         string
		Line, Column int
	}
	var got []place
	for _, p := range found {
		if p.Field == render.FieldHTML {
			got = append(got, place{strings.TrimPrefix(p.Code, "template."), p.Line, p.Column})
		}
	}
	want := []place{{"unknown_placeholder", 1, 7}, {"unsafe_link", 3, 41}, {"unsafe_markup", 4, 33}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places differ (-want +got):\n%s", diff)
	}
}

func TestMessagesSayWhatIsMeant(t *testing.T) {
	t.Parallel()
	_, found := render.Parse(render.Notification, render.Template{Subject: "s", HTML: needed + "%acton-link% %something-else%"})
	var got []string
	for _, p := range found {
		if p.Code == render.CodeUnknownPlaceholder {
			got = append(got, p.Message)
		}
	}
	want := []string{"%acton-link% is no placeholder of this template; %action-link% is", "%something-else% is no placeholder of this template"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages differ (-want +got):\n%s", diff)
	}
}

func TestWhatIsDroppedIsNamed(t *testing.T) {
	t.Parallel()
	clean, dropped := render.Sanitise(`<style>p { color: red; position: fixed }</style><p onclick="x" style="position: absolute">a<script>1</script><form>b</form></p><a href="ftp://a.example">c</a>`)
	if diff := cmp.Diff(`<p style="color: red">a</p>b<p style="color: red"></p><a>c</a>`, clean); diff != "" {
		t.Errorf("clean (-want +got):\n%s", diff)
	}
	want := []string{
		"this style is not sent: position", "the attribute onclick is not allowed in a mail", "this style is not sent: position",
		"<script> is not allowed in a mail; it is removed with its content", "<form> is not allowed in a mail; its content stays",
		"a link needs a whole address that begins with https://, http:// or mailto:; this one does not: ftp://a.example",
	}
	if diff := cmp.Diff(want, dropped); diff != "" {
		t.Errorf("dropped (-want +got):\n%s", diff)
	}
}

func TestDefaultsAreSound(t *testing.T) {
	t.Parallel()
	for _, kind := range []render.Kind{render.Notification, render.PasswordReset} {
		template := render.Default(kind)
		tree, found := render.Parse(kind, template)
		if diff := cmp.Diff([]render.Problem(nil), found); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
		if !render.InStep(template) {
			t.Errorf("%s: the text is not in step", kind)
		}
		for _, sample := range render.Samples() {
			m, _ := tree.Render(sample.Values)
			acquit(t, sample.Name, false, m.HTML)
			for _, mode := range []string{"light", "dark", "narrow"} {
				acquit(t, sample.Name, true, render.Preview(m, mode))
			}
			oneLine(t, sample.Name, m.Subject)
		}
	}
}
