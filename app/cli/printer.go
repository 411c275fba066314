package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/proof"
)

// printer writes text for a person. What comes from elsewhere is made visible
// before it reaches the terminal.
type printer struct {
	w     io.Writer
	style style
	err   error // the first that writing met
}

func newPrinter(w io.Writer, s style) *printer { return &printer{w: w, style: s} }

// line writes one line, however long it is.
func (p *printer) line(format string, args ...any) {
	p.write(proof.Visible(fmt.Sprintf(format, args...)))
}

// lines writes a text of several lines as it stands.
func (p *printer) lines(text string) {
	for line := range strings.Lines(text) {
		p.line("%s", strings.TrimRight(line, "\r\n"))
	}
}

func (p *printer) write(line string) {
	if _, err := fmt.Fprintln(p.w, line); err != nil && p.err == nil {
		p.err = err
	}
}

// labelled writes a paragraph behind a label, wrapped and indented.
func (p *printer) labelled(indent int, label, text string) {
	if text != "" {
		p.hanging(fmt.Sprintf("%*s%-14s ", indent, "", label), text)
	}
}

// hanging writes a paragraph behind a head, with the further lines below the
// paragraph's first.
func (p *printer) hanging(head, text string) {
	margin := utf8.RuneCountInString(head)
	for _, line := range wrap(clip(proof.Visible(text)), p.style.width-margin) {
		p.write(strings.TrimRight(head+line, " "))
		head = strings.Repeat(" ", margin)
	}
}

// yes says whether something is so.
func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// mostRunes bounds one paragraph: a server may say 64 KiB in a line, and what
// was found would scroll away. --json has all of it.
const mostRunes = 2000

func clip(text string) string {
	if runes := []rune(text); len(runes) > mostRunes {
		return string(runes[:mostRunes]) + " … (cut)"
	}
	return text
}

// table writes rows in columns.
func (p *printer) table(head []string, rows [][]string) {
	widths := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(proof.Visible(cell)))
		}
	}
	for _, row := range append([][]string{head}, rows...) {
		var b strings.Builder
		for i, cell := range row {
			cell = proof.Visible(cell)
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
			}
		}
		p.line("%s", strings.TrimRight(b.String(), " "))
	}
}

// fault writes an error with everything that helps.
func (p *printer) fault(f *fault.Fault) {
	p.line("patchbay: %s", f.Message)
	for _, field := range f.Fields {
		if field.Message == f.Message {
			continue // it is said already
		}
		p.line("patchbay: %s: %s", spoken(f, field.Name), field.Message)
	}
	if f.Remote != nil {
		said := strings.ReplaceAll(remoteText(f.Remote), "\n", "\npatchbay:   ")
		p.lines("patchbay: the server said: " + said)
	}
	if f.Ref != "" {
		p.line("patchbay: reference: %s", f.Ref)
	}
	if f.Hint != "" {
		p.line("patchbay: hint: %s", f.Hint)
	}
}

// spoken is what a person calls a field that no flag and no document of his names.
func spoken(f *fault.Fault, field string) string {
	if f.Code == operator.CodeInvalid && field == "next" {
		return "new password"
	}
	return field
}

// remoteText is the answer as the server wrote it: IMAP has its code in
// brackets (RFC 3501 §7.1), SMTP an enhanced one bare (RFC 2034).
func remoteText(r *fault.Remote) string {
	more := r.Enhanced
	switch r.Code {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		if more != "" {
			more = "[" + more + "]"
		}
	}
	return strings.TrimSpace(strings.Join(strings.Fields(r.Code+" "+more), " ") + " " + r.Text)
}
