package pasted

import (
	"encoding/base64"
	"html"
	"net/http"
	"net/url"
	"strings"
)

// maxFields bounds the fields of a page that are looked at.
const maxFields = 4096

// readMarkup reads a response as XML, or the source of the page whose form posts
// the answer.
func (f *finder) readMarkup(text []byte) {
	if isXML(text) {
		f.offer(url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString(text)}}, "", "")
		return
	}
	page := string(text)
	values := make(url.Values)
	rest := page
	for range maxFields {
		at := indexFold(rest, "<input")
		if at < 0 {
			break
		}
		rest = rest[at+len("<input"):]
		tag := rest[:tagEnd(rest)]
		rest = rest[len(tag):]
		if name := attribute(tag, "name"); isName(name) {
			values.Add(name, attribute(tag, "value"))
		}
	}
	f.offer(values, formAction(page), http.MethodPost)
}

// formAction is where the first form of a page posts to, or "".
func formAction(page string) string {
	at := indexFold(page, "<form")
	if at < 0 {
		return ""
	}
	tag := page[at+len("<form"):]
	u, err := url.Parse(attribute(tag[:tagEnd(tag)], "action"))
	if err != nil || u.Host == "" {
		return ""
	}
	return withoutQuery(u)
}

// tagEnd is the length of a tag: quotes may hold a >.
func tagEnd(text string) int {
	quote := byte(0)
	for i := range len(text) {
		switch b := text[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			return i
		}
	}
	return len(text)
}

// attribute reads one of a tag.
func attribute(tag, name string) string {
	for len(tag) > 0 {
		tag = strings.TrimLeft(tag, " \t\r\n/")
		end := strings.IndexAny(tag, "= \t\r\n/")
		if end < 0 {
			return ""
		}
		key := tag[:end]
		tag = strings.TrimLeft(tag[end:], " \t\r\n")
		if !strings.HasPrefix(tag, "=") {
			continue
		}
		var value string
		value, tag = attributeValue(strings.TrimLeft(tag[1:], " \t\r\n"))
		if strings.EqualFold(key, name) {
			return html.UnescapeString(value)
		}
	}
	return ""
}

func attributeValue(text string) (value, rest string) {
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		value, rest, _ = strings.Cut(text[1:], text[:1])
		return value, rest
	}
	end := strings.IndexAny(text, " \t\r\n")
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}

// indexFold finds an ASCII text in lower case, whichever case it has.
func indexFold(text, lower string) int {
	for from := 0; ; {
		at := strings.IndexByte(text[from:], lower[0])
		if at < 0 {
			return -1
		}
		from += at
		if len(text)-from >= len(lower) && strings.EqualFold(text[from:from+len(lower)], lower) {
			return from
		}
		from++
	}
}
