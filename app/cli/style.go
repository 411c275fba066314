package cli

import (
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

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
		proof.NotApplicable: "  ",
	}}
	if speaksUTF8(m.Getenv) {
		s.marks = map[proof.Verdict]string{
			proof.Passed: "✓", proof.Warned: "!", proof.Failed: "✗", proof.Skipped: "·",
			proof.NotApplicable: " ",
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
