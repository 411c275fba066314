package proof_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"patchbay/backend/proof"
)

const canary = "hunter2+cänary=/x"

func redactor(values ...string) *proof.Redactor {
	r := &proof.Redactor{}
	for _, v := range values {
		r.Protect([]byte(v))
	}
	return r
}

func quotedPrintable(s string) string {
	var out strings.Builder
	w := quotedprintable.NewWriter(&out)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return out.String()
}

func TestRedactFindsEveryForm(t *testing.T) {
	r := redactor(canary)
	forms := map[string]string{
		"raw":              canary,
		"upper case":       "HUNTER2+CäNARY=/X",
		"base64":           base64.StdEncoding.EncodeToString([]byte(canary)),
		"base64 unpadded":  base64.RawStdEncoding.EncodeToString([]byte(canary)),
		"base64 for URLs":  base64.RawURLEncoding.EncodeToString([]byte(canary)),
		"hex":              hex.EncodeToString([]byte(canary)),
		"HEX":              strings.ToUpper(hex.EncodeToString([]byte(canary))),
		"hex with colons":  strings.ReplaceAll(fmt.Sprintf("% x", canary), " ", ":"),
		"hex with spaces":  fmt.Sprintf("% x", canary),
		"query":            url.QueryEscape(canary),
		"path":             url.PathEscape(canary),
		"quoted-printable": quotedPrintable(canary),
	}
	latin1 := []byte("hunter2+c\xe4nary=/x")
	forms["Latin-1"] = string(latin1)
	forms["Latin-1 in base64"] = base64.StdEncoding.EncodeToString(latin1)
	forms["Latin-1 in a URL"] = "hunter2%2Bc%E4nary%3D/x"
	forms["UTF-16 in base64"] = base64.StdEncoding.EncodeToString(utf16LE(canary))
	forms["path segments"] = "hunter2%2Bc%C3%A4nary%3D/x" // the slash left alone
	forms["JSON"] = `hunter2+c\u00e4nary=\/x`
	forms["JSON in ASCII"] = escaped(canary, `\u%04x`)
	forms["references"] = "hunter2&#43;c&auml;nary&#x3D;/x"
	forms["references only"] = escaped(canary, "&#%d;")
	forms["C"] = `hunter2+c\xc3\xa4nary=/x`
	forms["octal"] = `hunter2+c\303\244nary=/x`
	forms["an address in an address"] = url.QueryEscape(url.QueryEscape(canary))
	forms["JSON in JSON"] = `hunter2+c\\u00e4nary=\\/x`
	forms["JSON in a page"] = `hunter2&#43;c\u00e4nary&#x3D;\/x`
	forms["an address in a page"] = "hunter2%2Bc%C3%A4nary&#61;%2Fx"
	for lead := range 4 {
		for trail := range 3 {
			name := fmt.Sprintf("base64 inside, %d before and %d behind", lead, trail)
			forms[name] = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("u", lead) + canary + strings.Repeat("v", trail)))
		}
	}
	forms["PLAIN"] = base64.StdEncoding.EncodeToString([]byte("\x00ops@example.com\x00" + canary))
	for name, form := range forms {
		got := r.Redact("before " + form + " behind")
		if got != "before "+proof.Mask+" behind" {
			t.Errorf("%s: %q became %q", name, form, got)
		}
	}
}

// escaped writes every character in a format.
func escaped(text, format string) string {
	var out strings.Builder
	for _, r := range text {
		fmt.Fprintf(&out, format, r)
	}
	return out.String()
}

func utf16LE(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

func TestRedactFindsPairsAndQuotes(t *testing.T) {
	const value = `pa"ss\😀 <&>`
	r := redactor(value)
	for name, form := range map[string]string{
		"JSON":         `pa\"ss\\\ud83d\ude00 \u003c\u0026\u003e`,
		"HTML":         "pa&quot;ss\\😀 &lt;&amp;&gt;",
		"form":         url.QueryEscape(value),
		"URL":          "pa%22ss%5C%F0%9F%98%80%20<&>",
		"half a pair":  `pa\"ss\\\ud83d\ude00 \u003c&> \ud83d`,
		"at the end":   `pa\"ss\\\ud83d\ude00 <&>\`,
		"another sign": "%" + url.QueryEscape(value) + "%4",
	} {
		if got := r.Redact(form); strings.Contains(got, "ss") {
			t.Errorf("%s: %q became %q", name, form, got)
		}
	}
}

func TestRedactLeavesTheRest(t *testing.T) {
	r := redactor("hunter2", "abc", "ä")
	tests := map[string]string{
		"":                             "",
		"250 ok":                       "250 ok",
		"abcdef abc. (abc) xabc abc_":  "abcdef [redacted]. ([redacted]) xabc abc_",
		"hunter2hunter2":               "[redacted]",
		"hunter2 and hunter2":          "[redacted] and [redacted]",
		"größe ä":                      "größe [redacted]",
		"hunter 2":                     "hunter 2",
		`100% & 5+5=10 \x \u12 &#; =4`: `100% & 5+5=10 \x \u12 &#; =4`,
	}
	for in, want := range tests {
		if got := r.Redact(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := (*proof.Redactor)(nil).Redact("x"); got != "x" {
		t.Errorf("no redactor made %q", got)
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("hunter2", "535 hunter2 aHVudGVyMg==")
	f.Add("a b", "x a b y")
	f.Add("ÄÖ=?", "=C3=84")
	f.Fuzz(func(t *testing.T, value, text string) {
		r := redactor(value)
		for _, form := range []string{
			value,
			base64.StdEncoding.EncodeToString([]byte("u\x00" + value)),
			hex.EncodeToString([]byte(value)),
			url.QueryEscape(value),
		} {
			got := r.Redact(text + " " + form + " " + text)
			if len(value) >= 4 && !strings.Contains(proof.Mask+text, value) && strings.Contains(got, form) && !strings.Contains(text, form) {
				t.Errorf("%q is left in %q", form, got)
			}
		}
	})
}

func TestVisible(t *testing.T) {
	tests := map[string]string{
		"250 größe\tok\n二": "250 größe\tok\n二",
		"\x1b[31m":         `\x1b[31m`,
		"a\r\x00b":         `a\x0d\x00b`,
		"\xff\xfe":         `\xff\xfe`,
		"\u202eabc\u2066":  `\u202eabc\u2066`,
		"\u0085":           `\u0085`,
		"�":                "�",
	}
	for in, want := range tests {
		if got := proof.Visible(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestATextAsLongAsTheValueMayHoldIt, and a shorter one cannot.
func TestATextAsLongAsTheValueMayHoldIt(t *testing.T) {
	r := redactor("secret", "at", "secret")
	for text, want := range map[string]string{
		"secret": proof.Mask, "secre": "secre", "at": proof.Mask, "a": "a", "": "",
	} {
		if got := r.Redact(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
