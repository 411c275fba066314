package cli

import (
	"errors"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
)

// applyLine is the command that pushes what was planned: with the same flags, as
// a shell takes them.
func (o *push) applyLine(g globals) string {
	words := []string{"patchbay", "handover", "apply"}
	for _, given := range []struct{ flag, value string }{
		{"--vault", g.vault},
		{"--operator", g.operator},
		{"--password-file", g.passwordFile},
		{"--deployment", g.deployment},
		{"--target", o.target},
		{"--form", o.form},
		{"--url", o.url},
		{"--from", o.from},
		{"--secret-file", o.secretFile},
		{"--token-file", o.tokenFile},
		{"--ca-file", o.caFile},
	} {
		if given.value != "" {
			words = append(words, given.flag, shellWord(given.value))
		}
	}
	return strings.Join(words, " ")
}

// shellWord quotes a word that a shell would not take as it stands.
func shellWord(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+=,", r)
	}
	if strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// fieldMail is what a push names when there is no outgoing mail server.
const fieldMail = "smtp"

// nextOf says how the command line supplies what a push of a draft lacks; "" is
// where the message says it already.
func nextOf(field string, draft handover.Draft) string {
	switch {
	case field == mailapi.FieldToken && draft.Token.Change != secret.Set && draft.TokenURL == "":
		return "give it with --token-file FILE, or name tokenUrl in the document of --from"
	case field == fieldMail:
		return "set it with: patchbay smtp set --from FILE"
	}
	return ""
}

// withNext adds to a refused push what the command line can do about it.
func withNext(err error, draft handover.Draft) error {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Hint != "" {
		return err
	}
	for _, field := range f.Fields {
		if hint := nextOf(field.Name, draft); hint != "" {
			return f.WithHint(hint)
		}
	}
	return err
}
