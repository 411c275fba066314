package oauth

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"

	"patchbay/backend/proof"
)

const (
	// maxIssued bounds how many tokens are looked for in one answer.
	maxIssued = 64
	// minIssued is the length from which a value is a token and not a word about
	// one, such as null or expired; in bytes.
	minIssued = 16
)

// ProtectIssued has a redactor know every token that an answer holds, whatever
// its status and however broken it is: one that ends in the middle, or that is a
// page around a token, is shown to a person because it could not be read. It
// reports whether one is too long to be masked, so that nothing may be shown.
func ProtectIssued(redactor *proof.Redactor, body []byte) (tooLong bool) {
	token := regexp.MustCompile(`(?i)(?:access|refresh|id)_?token["']?\s*[:=]\s*["']?((?:\\.|[^"'\\&\s,;}<])+)`)
	for _, text := range []string{string(body), html.UnescapeString(string(body))} {
		for _, found := range token.FindAllStringSubmatch(text, maxIssued) {
			value := found[1]
			if len(value) > maxToken {
				return true
			}
			if len(value) < minIssued {
				continue
			}
			redactor.Protect([]byte(value))
			var plain string
			if json.Unmarshal([]byte(`"`+value+`"`), &plain) == nil {
				redactor.Protect([]byte(plain))
			}
		}
	}
	return false
}

// withheld says of an answer what may be shown where its text may not.
func (r Reply) withheld() string {
	return fmt.Sprintf("%d bytes, which are not shown because they may hold tokens", len(r.Body))
}
