package smtp

import (
	"slices"
	"strconv"

	"patchbay/backend/fault"
	"patchbay/backend/placeholder"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// question is a row on its way.
type question struct {
	row    PermissionRow
	sender account.Address
	// ofRecipient: the refusal may be meant for the recipient.
	ofRecipient bool
}

// questionsOf makes a question of each address, all of them unknown for now.
// What has a finding already is not asked.
func questionsOf(r PermissionsRequest) []question {
	lookup := r.Lookup
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	var questions []question
	known := map[string]int{} // index of the question by address
	for _, wanted := range r.Addresses {
		address, _ := placeholder.Expand(wanted.Address, lookup)
		sender, err := account.ParseAddress(address)
		if err == nil {
			address = sender.String()
		}
		i, ok := known[address]
		if !ok {
			i = len(questions)
			known[address] = i
			questions = append(questions, question{sender: sender, row: PermissionRow{Address: address, Verdict: PermissionUnknown}})
		}
		questions[i].row.addRole(wanted.Role)
		if err != nil {
			questions[i].row.Finding = questions[i].row.unusable(err.Error())
		}
	}
	leaveOut(questions)
	return questions
}

// leaveOut keeps to the bound; addresses that are not asked about do not count.
func leaveOut(questions []question) {
	asked := 0
	for i := range questions {
		if questions[i].row.Finding != nil {
			continue
		}
		if asked++; asked > maxPermissions {
			questions[i].row.Finding = tooManyAddresses()
		}
	}
}

func rowsOf(questions []question) []PermissionRow {
	rows := make([]PermissionRow, len(questions))
	for i, q := range questions {
		rows[i] = q.row
	}
	return rows
}

func (row *PermissionRow) addRole(role string) {
	if !slices.Contains(row.Roles, role) {
		row.Roles = append(row.Roles, role)
	}
}

// field is the field of the document that the address came from, "" for none.
func (row *PermissionRow) field() string {
	for _, field := range []string{RoleFrom, RoleEnvelopeFrom, RoleReplyTo} {
		if slices.Contains(row.Roles, field) {
			return field
		}
	}
	return ""
}

// blame names the field that the address came from instead of From.
func (row *PermissionRow) blame(f proof.Finding) proof.Finding {
	i := slices.Index(f.Fields, "from")
	if i < 0 {
		return f
	}
	f.Fields = slices.Clone(f.Fields)
	if field := row.field(); field != "" {
		f.Fields[i] = field
	} else {
		f.Fields = slices.Delete(f.Fields, i, i+1)
	}
	return f
}

func (row *PermissionRow) unusable(message string) *proof.Finding {
	f := row.blame(proof.Finding{
		Code:   CodeSettingsInvalid,
		Cause:  "The server was not asked: the address " + message + ".",
		Remedy: "Correct the address.",
		Fields: []string{"from"},
	})
	return &f
}

func tooManyAddresses() *proof.Finding {
	return &proof.Finding{
		Code: CodeSettingsInvalid, Reason: "too_many",
		Cause:  "The server was not asked: one run asks about " + strconv.Itoa(maxPermissions) + " addresses at most.",
		Remedy: "Ask about the remaining addresses in another run.",
	}
}

// settle decides about refusals that may have been meant for the recipient:
// when the same recipient was accepted from another sender, the sender was
// meant; otherwise nothing is known of it.
func settle(questions []question) {
	accepted := slices.ContainsFunc(questions, func(q question) bool { return q.row.Verdict == PermissionAllowed })
	for i := range questions {
		q := &questions[i]
		switch {
		case !q.ofRecipient:
		case accepted:
			f := q.row.blame(refusedAtRecipient(*q.row.Remote))
			q.row.Finding = &f
		default:
			q.row.Verdict = PermissionUnknown
		}
	}
}

func refusedAtRecipient(words fault.Remote) proof.Finding {
	return proof.Finding{
		Code: CodeSenderRefused, Reason: "at_recipient",
		Cause:  "The server refused mail from this address to a recipient for whom it takes mail from another address.",
		Remedy: "Have the server's administrator allow the account to send from this address.",
		Fields: []string{"from"}, Remote: &words,
	}
}
