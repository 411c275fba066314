package proof

import (
	"bytes"
	"slices"
	"strings"
)

// Mask stands where a protected value was.
const Mask = "[redacted]"

// Redactor removes protected values from text, whatever common encoding they
// come back in: a server may echo a password as it was sent, in base64, in
// hexadecimal, or escaped.
//
// It is the second net: what is known to be a credential is not recorded in
// the first place. ASCII case is ignored. The zero value protects nothing.
type Redactor struct {
	values  [][]byte // those that are protected
	needles []needle
	least   int // bytes of the shortest needle
	wiped   bool
}

// needle is one form of one protected value, in lower case.
type needle struct {
	text []byte
	kind needleKind
	// literal needles are the value itself, to be looked for behind escape
	// sequences too.
	literal bool
}

type needleKind int

const (
	anywhere needleKind = iota
	// wholeWord needles are too short to be looked for inside words: masking
	// every "ab" of a text would show by its holes what the value is.
	wholeWord
	// inBase64 needles are the part of an encoding that does not depend on
	// what stands before and behind; the run around them is masked too.
	inBase64
)

// shortest is the length from which a value is looked for inside words.
const shortest = 4

// Protect adds a value, which it copies. The copy and its forms are kept until
// [Redactor.Wipe].
func (r *Redactor) Protect(value []byte) {
	known := func(v []byte) bool { return bytes.Equal(v, value) }
	if len(value) == 0 || r.wiped || slices.ContainsFunc(r.values, known) {
		return
	}
	r.values = append(r.values, bytes.Clone(value))
	forms := needlesOf(value)
	r.needles = slices.Grow(r.needles, len(forms))
	for _, n := range forms {
		r.add(n)
	}
}

// add takes over a needle, and wipes one that would find nothing more.
func (r *Redactor) add(n needle) {
	for i := range r.needles {
		if r.needles[i].covers(&n) {
			clear(n.text)
			return
		}
	}
	if len(r.needles) == 0 || len(n.text) < r.least {
		r.least = len(n.text)
	}
	r.needles = append(r.needles, n)
}

// covers reports whether n finds all that another needle does.
func (n *needle) covers(other *needle) bool {
	return n.kind == other.kind && (n.literal || !other.literal) && bytes.Equal(n.text, other.text)
}

// Wipe overwrites the protected values and all their forms. A wiped Redactor
// masks every text as a whole: it cannot tell any more what may be shown.
func (r *Redactor) Wipe() {
	for _, value := range r.values {
		clear(value)
	}
	for _, n := range r.needles {
		clear(n.text)
	}
	*r = Redactor{wiped: true}
}

// Redact returns text with every form of every protected value masked.
func (r *Redactor) Redact(text string) string {
	switch {
	case r == nil || text == "":
		return text
	case r.wiped:
		return Mask
	case len(r.needles) == 0 || r.isTooShort(text):
		return text
	}
	folded := fold([]byte(text))
	var found []span
	for _, n := range r.needles {
		found = n.find(folded, found)
	}
	for _, e := range escapes() {
		found = r.findEscaped(text, e, found)
	}
	return maskSpans(text, found)
}

// isTooShort tells of a text that has no room for any needle: no escape sequence
// stands for more bytes than it is written with.
func (r *Redactor) isTooShort(text string) bool { return len(text) < r.least }

// findEscaped looks for the value itself in what the text's escape sequences
// stand for, and in what those stand for that come to light then: an address
// within an address, JSON within JSON, or JSON within a page.
func (r *Redactor) findEscaped(text string, e escape, found []span) []span {
	if !strings.ContainsAny(text, e.signs) {
		return found
	}
	plain, origin := e.decode(text)
	if len(plain) == 0 {
		return found
	}
	found = r.findLiteral(plain, origin, found)
	for _, inner := range escapes() {
		again, from := inner.decode(string(plain))
		for i, s := range from {
			from[i] = span{origin[s.from].from, origin[s.to-1].to}
		}
		found = r.findLiteral(again, from, found)
	}
	return found
}

// findLiteral looks for the value itself in decoded text, whose bytes come from
// these spans.
func (r *Redactor) findLiteral(plain []byte, origin, found []span) []span {
	if len(plain) == 0 {
		return found
	}
	folded := fold(plain)
	for _, n := range r.needles {
		if !n.literal {
			continue
		}
		for _, s := range n.find(folded, nil) {
			found = append(found, span{origin[s.from].from, origin[s.to-1].to})
		}
	}
	return found
}

// span is a half-open range of bytes.
type span struct{ from, to int }

func (n needle) find(folded []byte, found []span) []span {
	for at := 0; ; {
		i := bytes.Index(folded[at:], n.text)
		if i < 0 {
			return found
		}
		s := span{at + i, at + i + len(n.text)}
		at = s.to
		switch n.kind {
		case wholeWord:
			if insideWord(folded, s) {
				continue
			}
		case inBase64:
			s = base64Run(folded, s)
			at = s.to
		case anywhere:
		}
		found = append(found, s)
	}
}

func insideWord(text []byte, s span) bool {
	return (s.from > 0 && isWordByte(text[s.from-1])) || (s.to < len(text) && isWordByte(text[s.to]))
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 || b == '_'
}

// base64Run widens a span to the run of base64 characters around it, because
// the characters at its edges hold some of the value's bits.
func base64Run(text []byte, s span) span {
	for s.from > 0 && isBase64Byte(text[s.from-1]) {
		s.from--
	}
	for s.to < len(text) && isBase64Byte(text[s.to]) {
		s.to++
	}
	return s
}

func isBase64Byte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || strings.IndexByte("+/-_=", b) >= 0
}

func maskSpans(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var out strings.Builder
	end := 0
	for _, s := range spans {
		if s.from > end || end == 0 {
			out.WriteString(text[end:max(s.from, end)])
			out.WriteString(Mask)
		}
		end = max(end, s.to)
	}
	out.WriteString(text[end:])
	return out.String()
}

// fold lowers A to Z in place and returns text. Every offset stays, which it
// would not with bytes.ToLower for letters whose forms differ in length.
func fold(text []byte) []byte {
	for i, b := range text {
		if isCapital(b) {
			text[i] += 'a' - 'A'
		}
	}
	return text
}

func isCapital(b byte) bool { return b >= 'A' && b <= 'Z' }
