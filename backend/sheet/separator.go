package sheet

import "bytes"

// separators are what may stand between cells, in the order of preference.
const separators = ",;\t"

// Separator returns what separates the cells, and the text without the line
// "sep=;" that some spreadsheets put first; skipped says how many lines that was.
// It is the separator of which there are most in the heading.
func Separator(text []byte) (separator byte, rest []byte, skipped int) {
	line, after, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == len("sep=;") && bytes.EqualFold(line[:4], []byte("sep=")) && bytes.IndexByte([]byte(separators), line[4]) >= 0 {
		return line[4], after, 1
	}
	for heading := text; len(bytes.TrimSpace(line)) == 0 && len(heading) > 0; { // it may come after empty lines
		line, heading, _ = bytes.Cut(heading, []byte("\n"))
	}
	best, most := byte(','), 0
	for i := range len(separators) {
		if n := countUnquoted(line, separators[i]); n > most {
			best, most = separators[i], n
		}
	}
	return best, text, 0
}

func countUnquoted(line []byte, separator byte) int {
	n, quoted := 0, false
	for _, b := range line {
		switch {
		case b == '"':
			quoted = !quoted
		case b == separator && !quoted:
			n++
		}
	}
	return n
}
