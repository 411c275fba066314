package imap

import (
	"mime"
	"net/mail"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// What the head of a message may hold. Its order counts: servers add their
// fields at the top.
const (
	maxHeader  = 64 << 10 // bytes that are fetched
	maxFields  = 256      // that are read
	maxHops    = 50
	maxResults = 50
	maxText    = 1 << 10 // bytes of a subject or of an address that are kept
	maxWord    = 256     // bytes of a name in a line
)

// headerField is one field of a head, unfolded.
type headerField struct {
	name  string // in lower case
	value string
}

// readHeader splits a head into its fields (RFC 5322 §2.2), in the order in
// which they stand. What is no field is left out.
func readHeader(raw []byte) []headerField {
	var fields []headerField
	for _, lines := range foldedLines(raw) {
		name, value, ok := strings.Cut(strings.Join(lines, " "), ":")
		if !ok || len(fields) == maxFields {
			continue
		}
		fields = append(fields, headerField{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)})
	}
	return fields
}

// foldedLines groups the lines of a head: those that begin with a blank go on
// with the one above them (RFC 5322 §2.2.3).
func foldedLines(raw []byte) [][]string {
	var groups [][]string
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		text, last := strings.TrimSpace(line), len(groups)-1
		switch folded := line[0] == ' ' || line[0] == '\t'; {
		case !folded:
			groups = append(groups, []string{text})
		case last >= 0: // else it goes on with nothing
			groups[last] = append(groups[last], text)
		}
	}
	return groups
}

// first returns the value of the topmost field of a name.
func first(fields []headerField, name string) string {
	for _, field := range fields {
		if field.name == name {
			return field.value
		}
	}
	return ""
}

// readArrival tells what the head of a received message says of its way.
func readArrival(fields []headerField, sent Sent) proof.Arrival {
	a := proof.Arrival{
		Subject: short(decodeWords(first(fields, "subject")), maxText), From: short(decodeWords(first(fields, "from")), maxText),
		SentFrom: sent.From, ReturnPath: short(strings.Trim(first(fields, "return-path"), "<> "), maxText),
	}
	a.FromRewritten = !isFrom(first(fields, "from"), sent.From)
	a.Results = readResults(fields)
	a.Hops = readHops(fields)
	return a
}

// isFrom reports whether a From field still has the address it was sent with.
func isFrom(value, sentFrom string) bool {
	parsed, err := mail.ParseAddress(value)
	if err != nil {
		return strings.Contains(strings.ToLower(value), strings.ToLower(sentFrom))
	}
	got, errGot := account.ParseAddress(parsed.Address)
	want, errWant := account.ParseAddress(sentFrom)
	if errGot != nil || errWant != nil {
		return strings.EqualFold(parsed.Address, sentFrom)
	}
	return strings.EqualFold(got.String(), want.String())
}

// decodeWords decodes the words of RFC 2047, or leaves them as they are.
func decodeWords(text string) string {
	decoded, err := (&mime.WordDecoder{}).DecodeHeader(text)
	if err != nil {
		return text
	}
	return decoded
}

// withoutComments leaves out what stands in parentheses (RFC 5322 §3.2.2), but
// not in quotes; each comment becomes a blank.
func withoutComments(text string) string {
	var out strings.Builder
	depth, quoted, escaped := 0, false, false
	for _, r := range text {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"' && depth == 0:
			quoted = !quoted
		case r == '(' && !quoted:
			if depth++; depth == 1 {
				out.WriteByte(' ')
			}
		case r == ')' && !quoted && depth > 0:
			depth--
			continue
		}
		if depth == 0 {
			out.WriteRune(r)
		}
	}
	return out.String()
}
