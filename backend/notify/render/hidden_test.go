package render_test

import (
	"testing"

	"patchbay/backend/notify/render"
)

// A password that cannot be seen is as good as none: the old one works no more.
func TestAPasswordMustNotBeHidden(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		html string
		fine bool
	}{
		"in a paragraph":       {`<p>Your password is %generated-password%.</p>`, true},
		"hidden":               {`<p>Hello.</p><p style="display:none">%generated-password%</p>`, false},
		"hidden further out":   {`<p>Hello.</p><div style="display: none"><p><b>%generated-password%</b></p></div>`, false},
		"hidden by a sheet":    {`<style>.x{display:none}</style><p>Hello.</p><p class="x">%generated-password%</p>`, false},
		"hidden once, and not": {`<p style="display:none">%generated-password%</p><p>%generated-password%</p>`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, text := range []string{"", "Your password is %generated-password%."} {
				_, problems := render.Parse(render.PasswordReset, render.Template{Subject: "A password", HTML: tt.html, Text: text})
				if render.HasErrors(problems) == tt.fine {
					t.Errorf("with the text %q: %+v", text, problems)
				}
			}
		})
	}
}

func TestAPasswordMustNotBeInAnAddressThatIsWrittenOut(t *testing.T) {
	t.Parallel()
	const fine = "Your password is %generated-password%."
	for name, tt := range map[string]struct{ html, text, field string }{
		"beside an address":    {"<p>Open https://example.com/ and enter:</p><p>%generated-password%</p>", fine, ""},
		"after an address":     {"<p>" + fine + "</p>", "https://example.com/ %generated-password%", ""},
		"the text of a link":   {`<a href="https://example.com/">%generated-password%</a>`, fine, ""},
		"in the HTML":          {"<p>" + fine + " https://example.com/?p=%generated-password%</p>", fine, render.FieldHTML},
		"over elements":        {"<p>https://example.com/<b>a</b>%generated-password%</p>", fine, render.FieldHTML},
		"in the text":          {"<p>" + fine + "</p>", "See https://example.com/%person-name%/%generated-password%", render.FieldText},
		"without a scheme":     {"<p>" + fine + "</p>", "www.example.com/%generated-password%", render.FieldText},
		"in the text, broken":  {"<p>" + fine + "</p>", "https://example.com/\n%generated-password%", ""},
		"a name in an address": {"<p>" + fine + "</p>", fine + " https://example.com/%person-name%", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := render.Parse(render.PasswordReset, render.Template{Subject: "A password", HTML: tt.html, Text: tt.text})
			field := ""
			for _, p := range problems {
				if p.Code == render.CodeMisplacedPlaceholder && p.Severity == render.Error {
					field = p.Field
				}
			}
			if field != tt.field || render.HasErrors(problems) != (tt.field != "") {
				t.Errorf("%+v", problems)
			}
		})
	}
}
