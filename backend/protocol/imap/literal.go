package imap

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
)

// literalAt reads the announcement of a literal at the end of a line: {12},
// {12+} or ~{12} (RFC 9051 §4.3, RFC 7888, RFC 3516).
func literalAt(line []byte) (length uint64, ok bool) {
	if len(line) == 0 || line[len(line)-1] != '}' {
		return 0, false
	}
	open := bytes.LastIndexByte(line, '{')
	if open < 0 {
		return 0, false
	}
	digits := strings.TrimSuffix(string(line[open+1:len(line)-1]), "+")
	length, err := strconv.ParseUint(digits, 10, 64)
	return length, err == nil || errors.Is(err, strconv.ErrRange)
}

// mayHoldLiteral tells data from the text of a status response or of a
// challenge, which may end with braces and holds no literals.
func mayHoldLiteral(line []byte) bool {
	rest, untagged := bytes.CutPrefix(line, []byte("* "))
	word, _, _ := bytes.Cut(rest, []byte(" "))
	return untagged && !isStatus(strings.ToUpper(string(word)))
}
