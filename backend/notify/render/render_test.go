package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify/render"
)

// body cuts out what stands in a mail's body.
func body(document string) string {
	_, rest, _ := strings.Cut(document, "<body")
	_, rest, _ = strings.Cut(rest, ">")
	return strings.TrimSuffix(rest, "</body></html>")
}

func TestRenderHTML(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		html   string
		values render.Values
		want   string
		found  []string
	}{
		"text is escaped":                {"<p>%person-name%</p>", render.Values{"person-name": `<b> & "x" 'y'`}, `<p><bdi>&lt;b&gt; &amp; &#34;x&#34; &#39;y&#39;</bdi></p>`, nil},
		"a value is not read again":      {"<p>%person-name%</p>", render.Values{"person-name": "%person-email% %%"}, "<p><bdi>%person-email% %%</bdi></p>", nil},
		"line ends":                      {"<p>%action-message%</p>", render.Values{"action-message": "a\r\nb\rc\u2028d\x00"}, "<p><bdi>a<br>b<br>c<br>d</bdi></p>", nil},
		"an attribute":                   {`<p title="for %person-name%">x</p>`, render.Values{"person-name": "\" onclick=\"x\r\n"}, `<p title="for &#34; onclick=&#34;x ">x</p>`, nil},
		"a link":                         {`<a href="%action-link%">x</a>`, render.Values{"action-link": "https://a.example/?a=1&b=2"}, `<a href="https://a.example/?a=1&amp;b=2">x</a>`, nil},
		"spaces around an address":       {"<a href=' https://a.example/ '>x</a>", nil, `<a href="https://a.example/">x</a>`, nil},
		"a link as text":                 {"<p>%action-link%</p>", render.Values{"action-link": "https://a.example/"}, `<p><a href="https://a.example/"><bdi>https://a.example/</bdi></a></p>`, nil},
		"a link in a link":               {`<a href="%action-link%">%action-link%</a>`, render.Values{"action-link": "https://a.example/"}, `<a href="https://a.example/">https://a.example/</a>`, nil},
		"a value in a link":              {`<a href="https://a.example/u/%person-name%?t=%tenant-id%">x</a>`, render.Values{"person-name": "a/b?c#d&e é", "tenant-id": "../x"}, `<a href="https://a.example/u/a%2Fb%3Fc%23d%26e%20%C3%A9?t=..%2Fx">x</a>`, nil},
		"a value in a mailto":            {`<a href="mailto:%person-email%">x</a>`, render.Values{"person-email": "a@b.example?bcc=c@d.example"}, `<a href="mailto:a@b.example%3Fbcc%3Dc@d.example">x</a>`, nil},
		"an unsafe link":                 {`<a href="%action-link%">open</a>`, render.Values{"action-link": "javascript:x"}, "<a>open</a>", []string{"error html unsafe_link action-link"}},
		"an unsafe link as text":         {`<p>%action-link%</p>`, render.Values{"action-link": "javascript:x"}, "<p><bdi>javascript:x</bdi></p>", []string{"error html unsafe_link action-link"}},
		"a missing value":                {"<p>%person-name%</p>", nil, "<p><bdi>[missing person-name]</bdi></p>", []string{"warning html missing_value person-name"}},
		"a missing link":                 {`<a href="%action-link%">open</a>`, nil, "<a>open [missing action-link]</a>", []string{"error html missing_value action-link"}},
		"a missing value in a link":      {`<a href="https://a.example/%person-name%">open</a>`, nil, "<a>open [missing person-name]</a>", []string{"warning html missing_value person-name"}},
		"an embedding that is left":      {"<p>%person-name%!</p>", render.Values{"person-name": "a\u202eb\u2069c"}, "<p><bdi>a\u202ebc\u202c</bdi>!</p>", nil},
		"doubled percent signs":          {"<p>100%% %%person-name%%</p>", nil, "<p>100% %person-name%</p>", nil},
		"styles are inlined":             {"<style>p.a, td > b { color: red } p { color: blue; margin: 0 }</style><p class='a' style='margin: 1px'>x</p><p>y</p>", nil, `<p style="color: red; margin: 1px">x</p><p style="color: blue; margin: 0">y</p>`, nil},
		"the important one wins":         {"<style>p { color: red !important } #x { color: blue }</style><p id=x style='color: green'>x</p>", nil, `<p style="color: red">x</p>`, nil},
		"descendants and children":       {"<style>div p { color: red } table > p { margin: 0 } div > b { color: blue }</style><div><p><b>x</b></p><b>y</b></div>", nil, `<div><p style="color: red"><b>x</b></p><b style="color: blue">y</b></div>`, nil},
		"a first line end is kept":       {"<pre>\n\nx</pre>", nil, "<pre>\n\nx</pre>", nil},
		"a body keeps its colours":       {`<body bgcolor="#fff"><p>x</p></body>`, nil, "<p>x</p>", nil},
		"unknown elements are unwrapped": {"<blink><p>a</p></blink><x><y>b</y></x>", nil, "<p>a</p>b", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parse(t, render.Notification, render.Template{Subject: "s", HTML: test.html, Text: "-"})
			m, found := tree.Render(test.values)
			if diff := cmp.Diff(test.want, body(m.HTML)); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.found, brief(found)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRenderSubjectAndText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		subject, text string
		values        render.Values
		want          render.Mail
	}{
		"line ends":                   {"a %person-name% b", "%person-name%", render.Values{"person-name": "x\r\nBcc: y\x00\u2028z\t"}, render.Mail{Subject: "a x Bcc: y z  b", Text: "x\nBcc: y\nz\t"}},
		"markup is text":              {"%person-name%", "%person-name% & <b>", render.Values{"person-name": "<b>&amp;"}, render.Mail{Subject: "<b>&amp;", Text: "<b>&amp; & <b>"}},
		"right to left":               {"%person-name%!", "%person-name%!", render.Values{"person-name": "נועה"}, render.Mail{Subject: "\u2068נועה\u2069!", Text: "\u2068נועה\u2069!"}},
		"an isolation cannot be left": {"%person-name%!", "%person-name%!", render.Values{"person-name": "\u2069\u202ea"}, render.Mail{Subject: "\u2068\u202ea\u202c\u2069!", Text: "\u2068\u202ea\u202c\u2069!"}},
		"missing":                     {"%person-name%!", "%person-name%!", nil, render.Mail{Subject: "[missing person-name]!", Text: "[missing person-name]!"}},
		"not UTF-8":                   {"%person-name%", "%person-name%", render.Values{"person-name": "a\xff"}, render.Mail{Subject: "a\uFFFD", Text: "a\uFFFD"}},
		"an address":                  {"s", "https://a.example/u/%person-name%?t=%tenant-id% %person-name% (https://a.example/%tenant-id%) mailto:%person-email% %person-email%", render.Values{"person-name": "a b/c", "tenant-id": "x y", "person-email": "a b@c"}, render.Mail{Subject: "s", Text: "https://a.example/u/a%20b%2Fc?t=x%20y a b/c (https://a.example/x%20y) mailto:a%20b@c a b@c"}},
		"no address":                  {"s", "https://%person-name%/ x:%person-name%", render.Values{"person-name": "a b"}, render.Mail{Subject: "s", Text: "https://a b/ x:a b"}},
		"a template's own line ends":  {"s", "a\r\nb\rc", nil, render.Mail{Subject: "s", Text: "a\nb\nc"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parse(t, render.Notification, render.Template{Subject: test.subject, Text: test.text})
			m, _ := tree.Render(test.values)
			want := [2]string{test.want.Subject, test.want.Text}
			if diff := cmp.Diff(want, [2]string{m.Subject, m.Text}); diff != "" {
				t.Errorf("mail (-want +got):\n%s", diff)
			}
		})
	}
}

// What a person lacks is told once, with how often it stands in the mail.
func TestAMissingValueIsToldOnce(t *testing.T) {
	t.Parallel()
	tree := parse(t, render.Notification, render.Template{
		Subject: "%person-name% %person-email%", HTML: "<p>%person-name% %person-name% %tenant-id%</p>", Text: "%person-name%",
	})
	_, found := tree.Render(nil)
	var got []string
	for _, p := range found {
		got = append(got, p.Field+": "+p.Message)
	}
	want := []string{
		"subject: there is no value for %person-name% (in 4 places)", "subject: there is no value for %person-email%",
		"html: there is no value for %tenant-id%",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLongSubjectIsShortened(t *testing.T) {
	t.Parallel()
	tree := parse(t, render.Notification, render.Template{Subject: "%person-name%", Text: "x"})
	m, found := tree.Render(render.Values{"person-name": strings.Repeat("é", 1000)})
	if len(m.Subject) > render.MaxSubject || !strings.HasSuffix(m.Subject, "é…") {
		t.Errorf("%d bytes, ends with %q", len(m.Subject), m.Subject[len(m.Subject)-8:])
	}
	if diff := cmp.Diff([]string{"warning subject subject_line"}, brief(found)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestImagesBecomeParts(t *testing.T) {
	t.Parallel()
	html := `<img alt="a" src="` + pixel + `"><img alt="b" src="` + strings.Replace(pixel, "gif", "png", 1) + `">`
	tree := parse(t, render.Notification, render.Template{Subject: "s", HTML: html})
	m, _ := tree.Render(nil)
	if len(m.Inline) != 1 || m.Inline[0].MediaType != "image/gif" || !strings.HasPrefix(string(m.Inline[0].Data), "GIF89a") {
		t.Fatalf("%d parts: the same image must travel once, as what it is", len(m.Inline))
	}
	if n := strings.Count(m.HTML, `src="cid:`+m.Inline[0].ContentID+`"`); n != 2 || strings.Contains(m.HTML, "data:") {
		t.Errorf("%d references: %s", n, body(m.HTML))
	}
	if n := strings.Count(render.Preview(m, "light"), `src="`+pixel+`"`); n != 2 {
		t.Errorf("the preview shows %d images", n)
	}
}

// TestMailsAreNotLogged: a mail can hold a password.
func TestMailsAreNotLogged(t *testing.T) {
	t.Parallel()
	const canary = "kelp-Harbour-72-quilt"
	tree := parse(t, render.PasswordReset, render.Default(render.PasswordReset))
	values := render.Values{"generated-password": canary}
	m, found := tree.Render(values)
	if !strings.Contains(m.Text, canary) || !strings.Contains(m.HTML, canary) {
		t.Fatal("the mail does not hold the password")
	}
	shown := fmt.Sprintf("%v %+v %#v %s %q %v %+v %#v %v", m, m, m, m, m, values, values, values, found) +
		m.LogValue().String() + values.LogValue().String()
	if strings.Contains(shown, canary) {
		t.Errorf("%s", shown)
	}
}

// TestWhatIsAllowedArrives: what the first gate lets through, the second does as well;
// otherwise something would be gone of which nobody is told.
func TestWhatIsAllowedArrives(t *testing.T) {
	t.Parallel()
	const flow = "a abbr address article b bdi bdo big blockquote center cite code del dfn div dl em figure font footer h1 h2 h3 h4 h5 h6 header i ins kbd main mark ol p pre q s samp section small span strike strong sub sup tt u ul var"
	for name := range strings.FieldsSeq(flow) {
		arrives(t, "<"+name+">x</"+name+">")
	}
	for _, markup := range []string{
		"<br/>", "<hr/>", "<wbr/>", "<img/>", `<br clear="all"/>`,
		"<table><caption>x</caption><colgroup><col/></colgroup><thead><tr><th>x</th></tr></thead><tbody><tr><td>x</td></tr></tbody><tfoot><tr><td>x</td></tr></tfoot></table>",
		"<dl><dt>x</dt><dd>x</dd></dl>", "<ul><li>x</li></ul>", "<figure><figcaption>x</figcaption></figure>",
		`<p style="color: rgb(1, 2, 3); font-family: Arial, serif; margin: -1px auto; width: 50.5%" title="a &lt; b" dir="rtl" lang="de-CH" align="center" role="note" aria-label="x y" aria-hidden="true">x</p>`,
		`<table width="100%" height="20" border="0" cellpadding="0" cellspacing="0" bgcolor="#ffffff" bordercolor="red" summary="x"><tbody><tr height="1" valign="top"><td width="50px" height="1" colspan="2" rowspan="1" nowrap="" valign="middle">x</td><th scope="row" abbr="x">y</th></tr></tbody></table>`,
		`<font color="#123" face="Arial" size="+1">x</font>`,
		`<ol start="3" type="a" reversed=""><li value="4" type="i">x</li></ol>`,
		`<hr width="50%" size="1" color="red" noshade=""/>`,
		`<img alt="x" width="10" height="10" border="0" hspace="1" vspace="1"/>`,
		`<a href="https://a.example/%person-name%?a=1&amp;b=2#c">x</a><a href="mailto:%person-email%">x</a><a href="%action-link%">x</a>`,
	} {
		arrives(t, markup)
	}
}

func arrives(t *testing.T, markup string) {
	t.Helper()
	clean, dropped := render.Sanitise(markup)
	if diff := cmp.Diff(markup, clean); diff != "" || len(dropped) > 0 {
		t.Errorf("dropped %v (-want +got):\n%s", dropped, diff)
	}
}

func TestUses(t *testing.T) {
	t.Parallel()
	tree := parse(t, render.Notification, render.Template{
		Subject: "%action-name%",
		HTML:    `<!-- %environment% --><p title="%person-name%">%action-message% %%sent-at%%</p><script>%tenant-id%</script><a href="https://a.example/%person-user-name%">x</a><a href="%action-link%">x</a>`,
		Text:    "%store-link%",
	})
	var used []string
	for _, p := range render.Placeholders(render.Notification) {
		if tree.Uses(p.Name) {
			used = append(used, p.Name)
		}
	}
	want := []string{"action-message", "action-link", "store-link", "action-name", "person-name", "person-user-name"}
	if diff := cmp.Diff(want, used); diff != "" || tree.Uses("") {
		t.Errorf("used (-want +got):\n%s", diff)
	}
}
