package senderdomain

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// Codes of findings about a sender's domain.
const (
	CodeAddressInvalid  = "domain.address_invalid"
	CodeNotFound        = "domain.not_found"
	CodeNoMX            = "domain.no_mx"
	CodeNullMX          = "domain.null_mx"
	CodeSPFMissing      = "domain.spf_missing"
	CodeSPFInvalid      = "domain.spf_invalid"
	CodeSPFPermitsAll   = "domain.spf_permits_all"
	CodeSPFNotPermitted = "domain.spf_not_permitted"
	CodeDKIMMissing     = "domain.dkim_missing"
	CodeDKIMInvalid     = "domain.dkim_invalid"
	CodeDKIMWeak        = "domain.dkim_weak"
	CodeDMARCMissing    = "domain.dmarc_missing"
	CodeDMARCInvalid    = "domain.dmarc_invalid"
	CodeDMARCUnaligned  = "domain.dmarc_unaligned"
)

// The fields of the configuration document that findings blame.
const (
	fieldFrom     = "from"
	fieldEnvelope = "envelopeFrom"
)

func addressInvalid(field string) proof.Finding {
	return proof.Finding{
		Code:   CodeAddressInvalid,
		Cause:  "The address has no domain that DNS could be asked about.",
		Remedy: "Enter a whole address, such as ops@example.com.",
		Fields: []string{field},
	}
}

func dnsFailed(name, field string) proof.Finding {
	return proof.Finding{
		Code:   dial.CodeDNSFailed,
		Cause:  "The records of " + name + " could not be looked up: the DNS server did not answer, or answered with a failure.",
		Remedy: "Check this machine's network and the DNS server in the settings, then check again. If other names can be looked up, the domain's own name servers are at fault.",
		Fields: []string{field},
	}
}

func cancelled() proof.Finding {
	return proof.Finding{
		Code: dial.CodeClosed, Reason: dial.ReasonCancelled,
		Cause:  "The check was cancelled.",
		Remedy: "Start the check again when you are ready.",
	}
}
