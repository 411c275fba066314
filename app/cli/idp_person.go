package cli

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"patchbay/backend/proof"
)

// person writes who signed in, and what the target would do.
func (p *printer) person(id *proof.Identity) {
	if id == nil {
		return
	}
	p.line("")
	p.line("Signed in")
	p.labelled(2, "Subject", id.Subject)
	email := id.Email
	if id.EmailFrom != "" {
		email += " (from " + id.EmailFrom + ", " + id.EmailTrust + ")"
	}
	p.labelled(2, "E-mail", email)
	for _, name := range slices.Sorted(maps.Keys(id.Claims)) {
		p.labelled(2, name, claimText(id.Claims[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(id.Attributes)) {
		p.labelled(2, name, strings.Join(id.Attributes[name], ", "))
	}
	if id.Decision == nil {
		return
	}
	admitted := "refused"
	if id.Decision.Admitted {
		admitted = "admitted"
	}
	p.labelled(2, "The target", admitted+": "+id.Decision.Rule+"; account "+string(id.Decision.Account)+". "+id.Decision.Reason)
}

// claimText writes a text as it is, and anything else as JSON.
func claimText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	return string(encoded)
}
