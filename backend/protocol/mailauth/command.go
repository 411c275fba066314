package mailauth

import (
	"strings"

	"patchbay/backend/proof"
)

// Words that stand for the operator's own values in the commands of a remedy.
const (
	wordUser    = "USER"    // the user name
	wordFrom    = "FROM"    // the address that mail is sent from
	wordMailbox = "MAILBOX" // the address of the mailbox that is read
)

// FillIn writes the operator's values into the commands of a remedy, which
// stand between backquotes, so that they can be copied as they are. A value
// that could hold a second command is left out.
func FillIn(f proof.Finding, user, from string) proof.Finding {
	return fillIn(f, map[string]string{wordUser: user, wordFrom: from})
}

func fillIn(f proof.Finding, values map[string]string) proof.Finding {
	parts := strings.Split(f.Remedy, "`")
	for i := 1; i < len(parts); i += 2 {
		words := strings.Split(parts[i], " ")
		for j, word := range words {
			if value := values[word]; isPlain(value) {
				words[j] = value
			}
		}
		parts[i] = strings.Join(words, " ")
	}
	f.Remedy = strings.Join(parts, "`")
	return f
}

// isPlain tells what may stand in a command that people copy into a shell:
// a claim or a user name could hold a second command.
func isPlain(text string) bool {
	return text != "" && len(text) <= 254 && text[0] != '-' && text[0] != '@' && strings.IndexFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("@._+-", r)
	}) < 0
}
