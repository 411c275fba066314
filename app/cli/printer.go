package cli

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// style is how text is set for a person.
type style struct {
	width int
	marks map[proof.Verdict]string
}

// The width of text, in columns: a wide terminal is not filled, because long
// lines are hard to read.
const (
	defaultWidth = 80
	leastWidth   = 40
	mostWidth    = 100
)

func newStyle(m *Main) style {
	s := style{width: defaultWidth, marks: map[proof.Verdict]string{
		proof.Passed: "ok", proof.Warned: "!!", proof.Failed: "XX", proof.Skipped: "--",
	}}
	if speaksUTF8(m.Getenv) {
		s.marks = map[proof.Verdict]string{
			proof.Passed: "✓", proof.Warned: "!", proof.Failed: "✗", proof.Skipped: "·",
		}
	}
	width, err := strconv.Atoi(m.Getenv("COLUMNS"))
	if file, ok := m.Stdout.(*os.File); err != nil && ok {
		width, _, err = term.GetSize(int(file.Fd()))
	}
	if err == nil {
		s.width = min(max(width, leastWidth), mostWidth)
	}
	return s
}

// speaksUTF8 reads the locale as POSIX does: the first of these that is set.
func speaksUTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToUpper(getenv(name)); value != "" {
			return strings.Contains(value, "UTF-8") || strings.Contains(value, "UTF8")
		}
	}
	return false
}

// printer writes text for a person. What comes from elsewhere is made visible
// before it reaches the terminal.
type printer struct {
	w     io.Writer
	style style
}

func newPrinter(w io.Writer, s style) *printer { return &printer{w: w, style: s} }

// line writes one line, however long it is.
func (p *printer) line(format string, args ...any) {
	_, _ = fmt.Fprintln(p.w, proof.Visible(fmt.Sprintf(format, args...))) // nobody is left to tell
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
	for _, line := range wrap(proof.Visible(text), p.style.width-margin) {
		_, _ = fmt.Fprintln(p.w, strings.TrimRight(head+line, " ")) // nobody is left to tell
		head = strings.Repeat(" ", margin)
	}
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
		p.line("patchbay: %s: %s", field.Name, field.Message)
	}
	if f.Remote != nil {
		p.line("patchbay: the server said: %s", remoteText(f.Remote))
	}
	if f.Ref != "" {
		p.line("patchbay: reference: %s", f.Ref)
	}
	if f.Hint != "" {
		p.line("patchbay: hint: %s", f.Hint)
	}
}

func remoteText(r *fault.Remote) string {
	return strings.TrimSpace(strings.Join(strings.Fields(r.Code+" "+r.Enhanced), " ") + " " + r.Text)
}

// wrap breaks text at blanks into lines of at most width columns. A word that
// is longer stands alone.
func wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
				lines = append(lines, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	return lines
}
