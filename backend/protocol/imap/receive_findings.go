package imap

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
)

// Codes of findings about a test message that is read back. They belong to the
// proof of outgoing mail, of which reading it back is a step.
const (
	CodeNotReceived          = "smtp.not_received"
	CodeInJunk               = "smtp.in_junk"
	CodeFromRewritten        = "smtp.from_rewritten"
	CodeAuthenticationFailed = "smtp.authentication_failed"
)

// judgeArrival says what is wrong with a message that has arrived, the gravest
// first.
func judgeArrival(a proof.Arrival) []proof.Finding {
	var warnings []proof.Finding
	if a.Role == proof.RoleJunk {
		warnings = append(warnings, inJunk(a))
	}
	if failed := failedMethods(a.Results); len(failed) > 0 {
		warnings = append(warnings, authenticationFailed(a, failed))
	}
	if a.FromRewritten {
		warnings = append(warnings, fromRewritten(a))
	}
	return warnings
}

func inJunk(a proof.Arrival) proof.Finding {
	return proof.Finding{
		Code:   CodeInJunk,
		Cause:  "The message arrived in the folder " + a.Folder + ": the receiving server holds mail of this sender for unwanted.",
		Remedy: "Publish SPF, DKIM and DMARC for the domain of the From address, and see that the sending server signs for it; then send again. For this mailbox alone, mark the message as wanted.",
		Fields: []string{"from"},
	}
}

func authenticationFailed(a proof.Arrival, failed []string) proof.Finding {
	who := "The receiving server"
	if i := slices.IndexFunc(a.Results, isReceivers); i >= 0 && a.Results[i].Server != "" {
		who += " " + a.Results[i].Server
	}
	return proof.Finding{
		Code:   CodeAuthenticationFailed,
		Cause:  who + " could not confirm that this mail comes from the domain of its sender: " + strings.Join(failed, ", ") + ".",
		Remedy: "Check the domain of the From address: its SPF record has to name the sending server, its DKIM key has to be the one that the server signs with, and one of the two has to be of the domain of the From address (DMARC).",
		Fields: []string{"from"},
	}
}

func fromRewritten(a proof.Arrival) proof.Finding {
	return proof.Finding{
		Code:   CodeFromRewritten,
		Cause:  "The message was sent from " + a.SentFrom + " and arrived from " + a.From + ": a server on the way has replaced the sender.",
		Remedy: "Use a From address that the account may send from, or have the provider allow this one as an alias of the account.",
		Fields: []string{"from"},
	}
}

// notReceived says where a message was looked for, and for how long.
func notReceived(mailbox string, folders []string, waited time.Duration) proof.Finding {
	return proof.Finding{
		Code: CodeNotReceived,
		Cause: fmt.Sprintf("The server took the message, but it was not found in the mailbox %s within %s. It was looked for in: %s.",
			mailbox, waited.Round(time.Second), strings.Join(folders, ", ")),
		Remedy: "Look for a message that returns it in the mailbox of the sender, and for a rule or a filter that moves it. A server that does not know the sender may hold mail back for some minutes (greylisting): try again later.",
		Fields: []string{"to"},
	}
}
