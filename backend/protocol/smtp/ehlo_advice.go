package smtp

import (
	"os"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// CodeEHLOName is the finding of a name that servers may dislike. It is one of
// the checks of a sender's domain, not of a proof: the server at hand may take
// the name, and the next one refuse it.
const CodeEHLOName = "domain.ehlo_name"

// AdviseEHLO returns the name that Patchbay will introduce itself with by the
// settings, whose variables have been replaced, and what other servers may
// dislike about it: nil for a full host name. The name is "" when it will be
// the address of this machine in brackets, which is known once connected.
func AdviseEHLO(settings Settings) (name string, finding *proof.Finding) {
	machine, err := os.Hostname()
	if err != nil { // then the address is used
		machine = ""
	}
	return adviseEHLO(settings, machine)
}

func adviseEHLO(settings Settings, machine string) (string, *proof.Finding) {
	name := chooseEHLOName(settings.EHLOName, machine)
	reason, cause := disliked(name)
	if reason == "" {
		return name, nil
	}
	return name, &proof.Finding{
		Code: CodeEHLOName, Reason: reason,
		Cause:  cause,
		Remedy: "Enter as EHLO name " + betterName(settings, machine) + ". Best, the name resolves to the address that this machine has on the internet.",
		Fields: []string{"ehloName"},
	}
}

// disliked says what is wrong with a name that was chosen (RFC 5321 §4.1.1.1
// wants a full name, or an address literal where there is none).
func disliked(name string) (reason, cause string) {
	last := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	switch {
	case name == "":
		return "address_literal", "Patchbay will introduce itself with this machine's address in brackets, because no EHLO name is set and this machine's own name is not a full one. Some servers refuse that."
	case account.IsAddressLiteral(name):
		return "address_literal", "Patchbay will introduce itself as " + name + ". Some servers refuse an address in place of a name."
	case last == "localhost", last == "localdomain":
		return "localhost", "Patchbay will introduce itself as " + name + ", which every machine calls itself. Many servers refuse it."
	case !strings.Contains(name, "."):
		return "no_domain", "Patchbay will introduce itself as " + name + ", which is not a full host name. Many servers refuse a name without a dot."
	case slices.Contains(privateDomains(), last), strings.HasSuffix(strings.ToLower(name), ".home.arpa"):
		return "private_name", "Patchbay will introduce itself as " + name + ", a name that exists inside a network only. Servers outside may refuse it."
	default:
		return "", ""
	}
}

// privateDomains never exist in public DNS: RFC 2606, RFC 6762, the name that
// ICANN keeps free, and what routers and companies made up.
func privateDomains() []string {
	return []string{"local", "internal", "lan", "home", "corp", "intranet", "test", "example", "invalid"}
}

// betterName names an example to follow: the machine's own name, else one of
// the sender's domain.
func betterName(settings Settings, machine string) string {
	if reason, _ := disliked(machine); reason == "" && account.IsHostName(machine) {
		return "this machine's full name, " + machine
	}
	if sender, err := account.ParseAddress(settings.Sender()); err == nil && !strings.HasPrefix(sender.Domain, "[") {
		return "a full host name that exists in DNS, best one of the sender's domain such as mail." + sender.Domain
	}
	return "a full host name that exists in DNS, best one of the sender's domain"
}
