package render

import (
	"fmt"
	"html"
	"io"
	"log/slog"
	"slices"
	"strings"
)

// Values are what placeholders stand for, by name. They are data from anywhere: a
// person's name may hold markup, line ends or %placeholders%, and none of it counts.
// One of them may be a password, so that Values and [Mail] do not show what they hold
// when they are formatted or logged.
type Values map[string]string

// Mail is a rendered mail, ready to be composed: the text part goes first, the inline
// images beside the HTML.
type Mail struct {
	Subject string   // one line
	HTML    string   // a whole document, or "" for a mail of plain text
	Text    string   // lines end with LF
	Inline  []Inline // its data is shared between mails and must not be changed
}

// Format writes sizes only.
func (m Mail) Format(w fmt.State, _ rune) {
	_, _ = fmt.Fprintf(w, "mail of %d bytes HTML, %d bytes text and %d images", len(m.HTML), len(m.Text), len(m.Inline))
}

// LogValue keeps a mail out of logs.
func (m Mail) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(m)) }

// Format writes how many there are only.
func (v Values) Format(w fmt.State, _ rune) { _, _ = fmt.Fprintf(w, "%d values", len(v)) }

// LogValue keeps values out of logs.
func (v Values) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(v)) }

// Render fills a template in, in one pass. What has no value is shown as
// [missing name] and told: as an error where the placeholder is required, as a warning
// otherwise. A value that is no safe address is shown without a link, and told. A mail
// that would exceed 4 MiB is not made.
func (t *Tree) Render(values Values) (Mail, []Problem) {
	log := &problems{}
	w := writer{known: t.known, values: values, log: log, told: map[string]int{}, times: map[int]int{}}
	for name := range t.known {
		if len(values[name]) > maxValue {
			log.refuse(FieldText, fmt.Sprintf("the value of %%%s%% may have %d KiB", name, maxValue>>10))
			return Mail{}, log.list
		}
	}
	m := Mail{Subject: w.write(t.subject, FieldSubject)}
	m.Subject = strings.TrimSpace(m.Subject)
	if len(m.Subject) > MaxSubject {
		m.Subject = cut(m.Subject, MaxSubject-len("…")) + "…"
		log.add(Problem{Field: FieldSubject, Code: CodeSubjectLine, Message: "the subject is shortened to 998 bytes", Severity: Warning})
	}
	w.subject = m.Subject
	m.HTML = w.write(t.html, FieldHTML)
	m.Text = w.write(t.text, FieldText)
	if log.refused {
		return Mail{}, log.list
	}
	m.Inline = slices.Clone(t.inline)
	for at, n := range w.times {
		if n > 1 {
			log.list[at-1].Message += fmt.Sprintf(" (in %d places)", n)
		}
	}
	return m, log.list
}

// writer puts values into pieces.
type writer struct {
	known   words
	values  Values
	subject string
	log     *problems
	told    map[string]int // places in the log, from 1
	times   map[int]int    // how often what is there was found
	field   string
}

func (w *writer) write(pieces []piece, field string) string {
	w.field = field
	var out strings.Builder
	size := 0
	for _, p := range pieces {
		size += len(p.text) + 32
	}
	out.Grow(size)
	for _, p := range pieces {
		if p.place == literal {
			out.WriteString(p.text)
		} else {
			w.piece(&out, p)
		}
		if out.Len() > maxMail {
			w.log.refuse(field, fmt.Sprintf("the mail would be larger than %d MiB", maxMail>>20))
			return ""
		}
	}
	return out.String()
}

func (w *writer) piece(out *strings.Builder, p piece) {
	switch p.place {
	case inTitle:
		out.WriteString(html.EscapeString(w.subject))
	case inSubject:
		out.WriteString(w.value(p.name, oneLine))
	case inTextLink:
		out.WriteString(w.encoded(p))
	case inText:
		out.WriteString(w.value(p.name, cleanText))
	case inLabel:
		out.WriteString(html.EscapeString(oneLine(w.value(p.name, cleanText))))
	case inHTML:
		// The element is always there, so that no value decides over the structure.
		out.WriteString("<bdi>")
		out.WriteString(lineBreaks(html.EscapeString(balance(w.plain(p.name)))))
		out.WriteString("</bdi>")
	case asLink:
		w.linked(out, p)
	case inHref:
		w.href(out, p.link)
	case mark:
		_, missing := p.link.address(w.values)
		for _, name := range missing {
			w.lacks(name)
			_, _ = io.WriteString(out, " [missing "+name+"]")
		}
	}
}

// plain is a value as a body can hold it, or the mark that there is none.
func (w *writer) plain(name string) string {
	value := w.values[name]
	if value == "" {
		w.lacks(name)
		return "[missing " + name + "]"
	}
	return cleanText(value)
}

// value is a value among plain text.
func (w *writer) value(name string, clean func(string) string) string {
	return isolate(clean(w.plain(name)))
}

// encoded is a value as a part of an address that stands in plain text.
func (w *writer) encoded(p piece) string {
	if value := w.values[p.name]; value != "" {
		return encode(value, p.link.mail)
	}
	return w.plain(p.name)
}

func (w *writer) href(out *strings.Builder, l link) {
	address, missing := l.address(w.values)
	if address != "" {
		out.WriteString(` href="` + html.EscapeString(address) + `"`)
		return
	}
	if len(missing) == 0 {
		w.unsafe(l)
	}
}

// linked writes a link placeholder that stands in the text.
func (w *writer) linked(out *strings.Builder, p piece) {
	shown := html.EscapeString(balance(w.plain(p.name)))
	address, missing := p.link.address(w.values)
	switch {
	case address != "":
		out.WriteString(`<a href="` + html.EscapeString(address) + `"><bdi>` + shown + "</bdi></a>")
		return
	case len(missing) == 0:
		w.unsafe(p.link)
	}
	out.WriteString("<bdi>" + lineBreaks(shown) + "</bdi>")
}

func (w *writer) lacks(name string) {
	severity := Warning
	if w.known[name].Required {
		severity = Error
	}
	w.tell(Problem{Code: CodeMissingValue, Message: "there is no value for %" + name + "%", Severity: severity, Placeholder: name})
}

func (w *writer) unsafe(l link) {
	for _, s := range l.segments {
		if s.name != "" {
			w.tell(Problem{Code: CodeUnsafeLink, Message: "the value of %" + s.name + "% makes no link that begins with https://, http:// or mailto:; it is shown without one", Severity: Error, Placeholder: s.name})
			return
		}
	}
}

// tell says a thing once, of the first part that has it, and counts how often.
func (w *writer) tell(p Problem) {
	key := p.Code + " " + p.Placeholder
	if w.told[key] == 0 {
		p.Field = w.field
		w.log.add(p) // far fewer than the bound: there are not so many placeholders
		w.told[key] = len(w.log.list)
	}
	w.times[w.told[key]]++
}

func lineBreaks(escaped string) string { return strings.ReplaceAll(escaped, "\n", "<br>") }
