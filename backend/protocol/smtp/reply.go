package smtp

import (
	"strconv"
	"strings"

	"patchbay/backend/fault"
)

// reply is a server's answer to a command (RFC 5321 §4.2).
type reply struct {
	code     int
	enhanced string   // RFC 2034, "" when there is none
	lines    []string // without codes
}

func (r reply) text() string { return strings.Join(r.lines, "\n") }

func (r reply) remote() fault.Remote {
	return fault.Remote{Code: strconv.Itoa(r.code), Enhanced: r.enhanced, Text: r.text()}
}

// ok reports whether the reply is a completion.
func (r reply) ok() bool { return r.code/100 == 2 }

// replyLine is one line of a reply taken apart.
type replyLine struct {
	code int
	text string
	last bool
}

// parseReplyLine reads "250-text", "250 text" or "250", without line end.
func parseReplyLine(line string) (replyLine, bool) {
	if len(line) < 3 || (len(line) > 3 && line[3] != ' ' && line[3] != '-') {
		return replyLine{}, false
	}
	code, err := strconv.ParseUint(line[:3], 10, 16)
	if err != nil || code < 200 || code > 599 {
		return replyLine{}, false
	}
	parsed := replyLine{code: int(code), last: true}
	if len(line) > 3 {
		parsed.last, parsed.text = line[3] == ' ', line[4:]
	}
	return parsed, true
}

// add appends a line. The enhanced code is repeated on every line and is no
// part of the text.
func (r *reply) add(line replyLine) {
	if len(r.lines) == 0 {
		r.code = line.code
		r.enhanced, _ = cutEnhanced(line)
	}
	if enhanced, rest := cutEnhanced(line); enhanced != "" && enhanced == r.enhanced {
		line.text = rest
	}
	r.lines = append(r.lines, line.text)
}

// cutEnhanced splits "5.7.8 text" (RFC 3463 §2). The class must be the one of
// the reply code, else it is some other number with dots.
func cutEnhanced(line replyLine) (enhanced, rest string) {
	first, rest, _ := strings.Cut(line.text, " ")
	parts := strings.Split(first, ".")
	if len(parts) != 3 || parts[0] != strconv.Itoa(line.code/100) {
		return "", line.text
	}
	for _, part := range parts {
		if _, err := strconv.ParseUint(part, 10, 16); err != nil || len(part) > 3 {
			return "", line.text
		}
	}
	return first, rest
}
