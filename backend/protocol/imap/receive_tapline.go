package imap

import (
	"bytes"
	"strings"

	"patchbay/backend/fault"
)

// readStatus reads "NO [ALERT] text" (RFC 9051 §7.1).
func readStatus(text string) fault.Remote {
	status, rest, _ := strings.Cut(text, " ")
	answer := fault.Remote{Code: strings.ToUpper(status), Text: rest}
	if code, behind, ok := strings.Cut(rest, "]"); ok && strings.HasPrefix(code, "[") {
		answer.Enhanced, answer.Text = code[1:], strings.TrimSpace(behind)
	}
	return answer
}

// isUnderstood reports whether a response is tagged, a continuation, or an
// untagged one that the library knows and that is of use.
func isUnderstood(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("* ")) {
		return true
	}
	switch untagged(line) {
	case "OK", "NO", "BAD", "BYE", "FLAGS", "EXISTS", "EXPUNGE", "FETCH", "SEARCH":
		return true
	case "LIST":
		return isReadableFolder(string(line))
	default:
		return false
	}
}

// isReadableFolder reports whether the library can read a line of LIST. One name
// that it cannot read would end the connection; the folder of such a name is not
// looked into. A name in a literal is still to come, and is let through.
func isReadableFolder(line string) bool {
	line = strings.TrimRight(line, "\r\n")
	if _, announced := literalAt([]byte(line)); announced {
		return true
	}
	_, rest, _ := strings.Cut(strings.TrimPrefix(line, "* "), " ")
	d := data{rest: rest}
	d.list()
	d.text() // the delimiter
	quoted := d.next() == '"'
	name, _ := d.text()
	return !d.bad && (quoted || !strings.ContainsAny(name, `%*"\{`)) && isEncodedName(name)
}

// hasLiterals reports whether what ends a line in braces announces a literal;
// at the end of a text for people it means nothing.
func hasLiterals(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("* ")) {
		return false
	}
	switch untagged(line) {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return false
	default:
		return true
	}
}

// untagged names the kind of an untagged response, in upper case.
func untagged(line []byte) string {
	words := bytes.Fields(line[:min(len(line), 64)])
	if len(words) > 2 && words[1][0] >= '0' && words[1][0] <= '9' {
		words = words[1:]
	}
	if len(words) < 2 {
		return ""
	}
	return strings.ToUpper(string(words[1]))
}

// literalSize reads {5} at the end of a line.
func literalSize(line []byte) (size int, ok bool) {
	line = bytes.TrimRight(line, "\r\n")
	i := bytes.LastIndexByte(line, '{')
	if i < 0 || line[len(line)-1] != '}' {
		return 0, false
	}
	digits := bytes.TrimRight(line[i+1:len(line)-1], "+")
	const most = 9 // digits, which every int can hold
	if len(digits) == 0 || len(digits) > most {
		return maxTapLiteral + 1, len(digits) > 0
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
		size = size*10 + int(d-'0')
	}
	return size, true
}
