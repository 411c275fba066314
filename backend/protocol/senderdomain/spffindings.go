package senderdomain

import "patchbay/backend/proof"

func spfMissing(domain, field string) proof.Finding {
	return proof.Finding{
		Code:   CodeSPFMissing,
		Cause:  "The domain " + domain + " has no SPF record, so that receivers cannot tell who may send for it.",
		Remedy: `Have a TXT record published for ` + domain + ` that begins with "v=spf1", names what the provider of the outgoing server asks for, and ends with "-all" or "~all".`,
		Fields: []string{field}, Source: "RFC 7208 §3",
	}
}

// spfInvalid is what every receiver counts as an error of the domain
// (permerror, RFC 7208 §2.6.7).
func spfInvalid(domain, field, reason string) proof.Finding {
	f := proof.Finding{Code: CodeSPFInvalid, Reason: reason, Fields: []string{field}, Source: "RFC 7208"}
	switch reason {
	case "several_records":
		f.Cause = "The domain " + domain + ", or one that its SPF record leads to, has several SPF records. Receivers then use none of them."
		f.Remedy = "Have them merged into one TXT record."
		f.Source = "RFC 7208 §4.5"
	case "too_many_lookups":
		f.Cause = "The SPF record of " + domain + " needs more DNS lookups than receivers make: 10 in all, of which 2 may find nothing. They then use none of it."
		f.Remedy = "Have mechanisms removed that are not needed any more, or includes replaced by the addresses that they stand for. The transcript shows every lookup."
		f.Source = "RFC 7208 §4.6.4"
	case "record_missing":
		f.Cause = "The SPF record of " + domain + " leads to a domain that has none. Receivers then use none of it."
		f.Remedy = "Have the include or redirect corrected or removed. The transcript shows which lookup found nothing."
		f.Source = "RFC 7208 §5.2, §6.1"
	default:
		f.Cause = "The SPF record of " + domain + ", or one that it leads to, is not valid. Receivers then use none of it."
		f.Remedy = "Have the record corrected: its mechanisms are separated by single spaces and are a, mx, ip4, ip6, include, exists, ptr and all."
	}
	return f
}

func spfPermitsAll(domain, field string) proof.Finding {
	return proof.Finding{
		Code:   CodeSPFPermitsAll,
		Cause:  "The SPF record of " + domain + " permits every machine there is to send for the domain.",
		Remedy: `Have the record name the machines that send, and end with "-all" or "~all".`,
		Fields: []string{field}, Source: "RFC 7208 §5.1, §11.1",
	}
}

// spfNotPermitted is no failure: the addresses that mail leaves from are known
// for certain to its receiver only.
func spfNotPermitted(domain, field, addrs string) proof.Finding {
	return proof.Finding{
		Code:   CodeSPFNotPermitted,
		Cause:  "The SPF record of " + domain + " does not permit the outgoing server's address: " + addrs + ". The server may send from other addresses than the one it is reached at.",
		Remedy: "Find out which addresses the server sends from, or which include its provider asks for, and have the SPF record name them.",
		Fields: []string{field, "host"}, Source: "RFC 7208 §2.6",
	}
}
