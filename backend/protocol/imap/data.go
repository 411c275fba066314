package imap

import (
	"strconv"
	"strings"
)

// data reads the values of a response one by one (RFC 9051 §4). A value that is
// not there, or not of its form, is an empty one and ends the reading: what a
// server means by it cannot be known.
type data struct {
	rest string
	bad  bool
}

// next looks at the next byte behind the spaces, 0 at the end.
func (d *data) next() byte {
	d.rest = strings.TrimLeft(d.rest, " ")
	if d.bad || d.rest == "" {
		return 0
	}
	return d.rest[0]
}

// text reads an atom, a quoted string or a literal; isNil tells NIL from a text.
func (d *data) text() (text string, isNil bool) {
	switch d.next() {
	case 0, '(', ')':
		d.bad = true
		return "", false
	case '"':
		return d.quoted(), false
	case '{', '~':
		return d.literal(), false
	default:
		text = d.atom()
		return text, strings.EqualFold(text, "NIL")
	}
}

// atom reads up to a space or a parenthesis. It takes more characters than
// RFC 9051 §9 does: servers put into atoms what they should quote.
func (d *data) atom() string {
	end := strings.IndexAny(d.rest, " ()\r\n")
	if end < 0 {
		end = len(d.rest)
	}
	atom := d.rest[:end]
	d.rest, d.bad = d.rest[end:], end == 0 // a line break stands only behind a literal
	return atom
}

// quoted reads a string between quotation marks.
func (d *data) quoted() string {
	end := strings.IndexAny(d.rest[1:], `"\`)
	if end >= 0 && d.rest[1+end] == '"' { // the usual one, without escapes
		text := d.rest[1 : 1+end]
		d.rest = d.rest[end+2:]
		return text
	}
	var text strings.Builder
	for i := 1; i < len(d.rest); i++ {
		switch d.rest[i] {
		case '"':
			d.rest = d.rest[i+1:]
			return text.String()
		case '\\':
			i++
			if i == len(d.rest) {
				break
			}
			text.WriteByte(d.rest[i])
		default:
			text.WriteByte(d.rest[i])
		}
	}
	d.bad, d.rest = true, ""
	return ""
}

// literal reads {5} CR LF and the bytes behind it.
func (d *data) literal() string {
	head, body, found := strings.Cut(d.rest, "\r\n")
	n, ok := literalAt([]byte(head))
	if !found || !ok || n > uint64(len(body)) {
		d.bad, d.rest = true, ""
		return ""
	}
	d.rest = body[n:]
	return body[:n]
}

// list reads the texts of a list; what is nested deeper is skipped. NIL is an
// empty list.
func (d *data) list() []string {
	if d.next() != '(' {
		if text, isNil := d.text(); !isNil && text != "" {
			d.bad = true
		}
		return nil
	}
	const most = 256
	var texts []string
	d.rest = d.rest[1:]
	for depth := 1; depth > 0; {
		switch d.next() {
		case 0:
			d.bad = true
			return texts
		case '(':
			depth++
			d.rest = d.rest[1:]
		case ')':
			depth--
			d.rest = d.rest[1:]
		default:
			text, _ := d.text()
			if depth == 1 && len(texts) < most {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// number reads a count out of a text; ok is false for what is none.
func number(text string) (n uint32, ok bool) {
	parsed, err := strconv.ParseUint(text, 10, 32)
	return uint32(parsed), err == nil
}
