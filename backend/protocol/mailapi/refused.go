package mailapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/httppost"
	"patchbay/backend/protocol/smtp"
)

// mandatory is what the contract has a target say of a configuration without
// host or from.
const mandatory = "Host and From is mandatory to update Email Configuration."

// refused explains a status that is no success.
func (p *push) refused(a httppost.Answer) proof.Finding {
	switch a.Status {
	case http.StatusBadRequest:
		return rejected(a)
	case http.StatusUnauthorized:
		return p.unauthorized()
	case http.StatusForbidden:
		return proof.Finding{
			Code:   CodeForbidden,
			Cause:  "The target knows the token, which may not change the mail configuration of this tenant.",
			Remedy: "Have the target let this client write the mail configuration (where the target is a Patchbay: the scope mail:write), and check that client and address are of the same tenant.",
			Fields: append(p.tokenFields(), "url"),
		}
	case http.StatusNotFound:
		return proof.Finding{
			Code:   CodeNotFound,
			Cause:  "At this address there is no mail API, or the target knows no such tenant.",
			Remedy: "Compare tenant ID and host name with the target, letter by letter. SSMS has the tenant in the host name, SHIFT in the path: choose the form of this target.",
			Fields: []string{"url", "form"},
		}
	case http.StatusLocked:
		return proof.Finding{
			Code:   CodeLocked,
			Cause:  "The target is locked: another Patchbay answers so while its vault is locked.",
			Remedy: "Unlock it, then push again.",
			Fields: []string{"url"},
		}
	}
	return otherwise(a.Status)
}

// rejected blames the fields that the message names.
func rejected(a httppost.Answer) proof.Finding {
	said, _ := readAnswer(a.Body) // nothing is named where nothing can be read
	f := proof.Finding{
		Code:   CodeRejected,
		Cause:  "The target does not take the mail configuration: it finds a value missing or not valid.",
		Remedy: "Correct the field that the target names below, on the outgoing-mail page, then push again.",
		Fields: namedFields(said.Message),
	}
	if said.Message == mandatory {
		f.Cause = "The target finds host or sender address missing."
		f.Fields = []string{"host", "from"}
	}
	return f
}

// namedFields lists which of the contract's fields a message names. Those that
// are words of English count in quotation marks or after the word "field" only.
func namedFields(message string) []string {
	notLetter := func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }
	words := strings.FieldsFunc(message, notLetter)
	var named []string
	for _, m := range members(smtp.Settings{}, nil) {
		for i, word := range words {
			isName := !slices.Contains([]string{"from", "host", "user", "port"}, m.name) ||
				i > 0 && strings.EqualFold(words[i-1], "field") ||
				strings.Contains(message, `"`+m.name+`"`) || strings.Contains(message, "'"+m.name+"'")
			if word == m.name && isName && !slices.Contains(named, m.name) {
				named = append(named, m.name)
			}
		}
	}
	return named
}

func (p *push) unauthorized() proof.Finding {
	f := proof.Finding{
		Code:   CodeUnauthorized,
		Cause:  "The target does not take the token: it has run out, was issued by or for somebody else, or was not copied whole.",
		Remedy: "Have the target issue a new token, enter it whole and without the word Bearer, then push again.",
		Fields: p.tokenFields(),
	}
	if p.TokenURL != "" {
		f.Cause = "The target does not take the token that was issued just now at the token URL."
		f.Remedy = "Check that the token URL is that of this target and of this tenant, then have the target's administrator look the refusal up."
	}
	return f
}

// tokenFields are what the token comes from.
func (p *push) tokenFields() []string {
	if p.TokenURL == "" {
		return []string{FieldToken}
	}
	return []string{"tokenUrl", "clientId", "scope"}
}

// otherwise goes by the status alone.
func otherwise(status int) proof.Finding {
	f := proof.Finding{
		Code: CodeUnexpectedAnswer, Reason: fmt.Sprintf("status_%d", status),
		Cause:  fmt.Sprintf("The target refused with HTTP %d, which the contract does not know.", status),
		Remedy: "Read what it says below, and ask the target's administrator.",
		Fields: []string{"url"},
	}
	switch {
	case status == http.StatusMethodNotAllowed:
		f.Cause = "What is at this address takes no POST: it is not the mail API."
		f.Remedy = "Compare the address with the target's documentation, letter by letter."
	case status == http.StatusRequestEntityTooLarge:
		f.Cause = "The target finds the configuration too large."
	case status == http.StatusUnsupportedMediaType:
		f.Cause = "What is at this address takes no JSON: it is not the mail API."
		f.Remedy = "Compare the address with the target's documentation, letter by letter."
	case status == http.StatusTooManyRequests:
		f.Cause, f.Remedy = "The target has been asked too often.", "Wait some minutes, then push once."
	case status >= http.StatusInternalServerError:
		f.Cause = fmt.Sprintf("The target, or a gateway in front of it, has a fault of its own: HTTP %d.", status)
		f.Remedy = "Look at the target whether it has the configuration, and push again in a while. If it stays, give its administrator the time of this attempt."
	}
	return f
}
