package pasted

import (
	"encoding/base64"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// readText reads an address, a query or a form, the list of parameters that a
// browser's tools show, or base64 alone.
func (f *finder) readText(text string) {
	if u := parseAddress(text); u != nil {
		f.address = true
		f.readAddress(u, http.MethodGet)
		return
	}
	if value := compact(text); responseRank(value) > 0 {
		f.offer(url.Values{"SAMLResponse": {value}}, "", "")
		return
	}
	f.readForm(text, "", "")
	if f.best == nil {
		f.readList(text)
	}
}

// parseAddress reads an address that may be broken into lines; nil for any other
// text.
func parseAddress(text string) *url.URL {
	if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
		return nil
	}
	u, err := url.Parse(withoutSpace(text))
	if err != nil || u.Host == "" {
		return nil
	}
	return u
}

// readAddress looks into the query and the fragment of an address.
func (f *finder) readAddress(u *url.URL, method string) {
	location := withoutQuery(u)
	f.offer(parse(u.RawQuery), location, method)
	f.offer(parse(u.EscapedFragment()), location, method)
}

// readForm reads application/x-www-form-urlencoded.
func (f *finder) readForm(text, location, method string) {
	values := parse(strings.TrimLeft(withoutSpace(text), "?#&"))
	if value := values.Get("SAMLResponse"); value != "" { // may hold a plus sign that nobody escaped
		values["SAMLResponse"][0] = strings.ReplaceAll(value, " ", "+")
	}
	f.offer(values, location, method)
}

// readList reads "name: value", or a name and its value on lines of their own.
func (f *finder) readList(text string) {
	values := make(url.Values)
	name, value := "", &strings.Builder{}
	flush := func() {
		if name != "" && len(values[name]) < maxRepeats {
			values.Add(name, compact(value.String()))
		}
		name = ""
		value.Reset()
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		before, after, ok := strings.Cut(line, ":")
		key := strings.Trim(before, `"'= `)
		switch {
		case isName(key):
			flush()
			name = key
			value.WriteString(after)
		case ok: // another parameter
			flush()
		case name != "":
			value.WriteString(line)
		}
	}
	flush()
	f.offer(values, "", "")
}

// withoutSpace takes out all white space.
func withoutSpace(text string) string {
	if !strings.ContainsFunc(text, unicode.IsSpace) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func isName(text string) bool {
	for _, name := range names() {
		if text == name {
			return true
		}
	}
	return false
}

// compact takes off what may stand within a value that was copied: white space,
// quotes, and percent signs.
func compact(text string) string {
	text = strings.Trim(withoutSpace(text), `"',;`)
	return unescaped(text)
}

// unescaped reads a value that was copied as it was sent, with percent signs.
// Plus signs belong to base64.
func unescaped(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// isEncodedXML tells base64, of either alphabet, that begins as XML does.
func isEncodedXML(value string) bool {
	head, ok := decodeHead(value)
	text := strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff"))
	return ok && strings.HasPrefix(text, "<")
}

// isDeflated tells base64 of something that is no text: what was sent in an
// address went through DEFLATE (SAML Bindings §3.4.4.1).
func isDeflated(value string) bool {
	head, ok := decodeHead(value)
	return ok && slices.ContainsFunc(head, func(b byte) bool {
		return b < ' ' && b != '\n' && b != '\r' && b != '\t' || b > '~'
	})
}

// shortest is that of a SAML response in base64: even an empty one is longer.
const shortest = 64

// decodeHead decodes the beginning of base64; it reports false when anything
// in the value is not of its alphabets.
func decodeHead(value string) ([]byte, bool) {
	bad := func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("+/-_= \r\n\t", r)
	}
	if len(value) < shortest || strings.ContainsFunc(value, bad) {
		return nil, false
	}
	head := withoutSpace(value[:min(len(value), 4*shortest)])
	head = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(head), "=")
	plain, err := base64.RawStdEncoding.DecodeString(head[:len(head)/4*4])
	return plain, err == nil
}

// isXML reports whether a text is a document with a root of SAML.
func isXML(text []byte) bool {
	d := xml.NewDecoder(strings.NewReader(string(text[:min(len(text), 64<<10)])))
	d.Strict = false
	for {
		token, err := d.RawToken()
		if err != nil {
			return false
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local == "Response" || start.Name.Local == "LogoutResponse"
		}
	}
}
