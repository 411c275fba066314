package render

import (
	"strings"
)

// TextOf says what HTML says as plain text, with the placeholders as they are: headings
// underlined, lists numbered, links as "text (address)", tables with a header row by
// row, tables that only lay out cell by cell. What is hidden (display: none) is left
// out. HTML over the limits is "".
func TextOf(markup string) string {
	doc, refused := reading{known: everything(), limit: MaxHTML}.load(markup)
	if refused != "" {
		return ""
	}
	return plainText(doc)
}

// InStep reports whether the plain text of a template still is what its HTML says, so
// that an editor can go on making it. It is where there is only one of the two.
func InStep(t Template) bool {
	return strings.TrimSpace(t.Text) == "" || strings.TrimSpace(t.HTML) == "" || sameText(t.Text, TextOf(t.HTML))
}

// sameText leaves line breaks and spaces out of account.
func sameText(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

func plainText(doc *document) string {
	w := &textWriter{}
	w.children(doc.body)
	return cut(w.finish(), MaxText)
}

// textWriter collects lines. What is indented is written by a writer of its own and
// then taken over line by line.
type textWriter struct {
	out   strings.Builder
	gap   int  // line ends that are due before the next word
	space bool // a space is due
	begun bool // the line has a word
}

func (w *textWriter) finish() string {
	if w.out.Len() == 0 {
		return ""
	}
	return strings.TrimRight(w.out.String(), " \n") + "\n"
}

// word writes something that is not broken.
func (w *textWriter) word(s string) {
	if s == "" || w.out.Len() > MaxText {
		return
	}
	if w.out.Len() > 0 {
		w.out.WriteString(strings.Repeat("\n", w.gap))
	}
	if w.space && w.begun && w.gap == 0 {
		w.out.WriteByte(' ')
	}
	w.out.WriteString(s)
	w.gap, w.space, w.begun = 0, false, true
}

// text writes running text: spaces and line ends are one space.
func (w *textWriter) text(s string) {
	const white = " \t\r\n\f"
	if s == "" {
		return
	}
	if strings.IndexByte(white, s[0]) >= 0 {
		w.space = true
	}
	for field := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(white, r) }) {
		w.word(field)
		w.space = true
	}
	w.space = strings.IndexByte(white, s[len(s)-1]) >= 0
}

// end ends the line; lines is 1 for the next line and 2 for an empty one between.
func (w *textWriter) end(lines int) {
	if w.out.Len() > 0 {
		w.gap = max(w.gap, lines)
	}
	w.space, w.begun = false, false
}
