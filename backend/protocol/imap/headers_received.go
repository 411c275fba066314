package imap

import (
	"net/mail"
	"slices"
	"strings"

	"patchbay/backend/proof"
)

// readHops reads the Received lines, and puts them in the order of the way:
// servers add theirs at the top.
func readHops(fields []headerField) []proof.Hop {
	var hops []proof.Hop
	for _, field := range fields {
		if field.name == "received" && len(hops) < maxHops {
			hops = append(hops, readHop(field.value))
		}
	}
	slices.Reverse(hops)
	return hops
}

// readHop reads one Received line (RFC 5321 §4.4): clauses that begin with a
// word, then a semicolon and the time.
func readHop(value string) proof.Hop {
	clauses := withoutComments(value)
	var hop proof.Hop
	if i := strings.LastIndexByte(clauses, ';'); i >= 0 {
		if at, err := mail.ParseDate(strings.TrimSpace(clauses[i+1:])); err == nil {
			at = at.UTC()
			hop.At = &at
		}
		clauses = clauses[:i]
	}
	words := strings.Fields(clauses)
	hop.From, hop.By, hop.With = clause(words, "from"), clause(words, "by"), clause(words, "with")
	hop.TLS = usedTLS(value)
	hop.Encrypted = hop.TLS != "" || isEncrypted(hop.With)
	return hop
}

// clause returns the word behind a clause's name.
func clause(words []string, name string) string {
	for i, word := range words {
		if strings.EqualFold(word, name) && i+1 < len(words) {
			return short(words[i+1], maxWord)
		}
	}
	return ""
}

// isEncrypted tells the names of transmissions over TLS (RFC 3848, RFC 6531).
func isEncrypted(with string) bool {
	switch strings.ToUpper(with) {
	case "ESMTPS", "ESMTPSA", "LMTPS", "LMTPSA", "UTF8SMTPS", "UTF8SMTPSA", "UTF8LMTPS", "UTF8LMTPSA", "HTTPS", "SMTPS":
		return true
	default:
		return false
	}
}

// usedTLS finds the version and the cipher, which every server writes in its
// own way: "using TLSv1.3 with cipher X", "version=TLS1_2 cipher=X",
// "(TLS1.3) tls X". It returns "" for a line that names no version.
func usedTLS(value string) string {
	version := tlsVersion(value)
	if version == "" {
		return ""
	}
	if cipher := tlsCipher(value); cipher != "" {
		return version + ", " + short(cipher, maxWord)
	}
	return version
}

// tlsVersion finds the first "TLS" that a version stands behind.
func tlsVersion(value string) string {
	upper := strings.ToUpper(value)
	for {
		_, rest, ok := strings.Cut(upper, "TLS")
		if !ok {
			return ""
		}
		digits := strings.TrimLeft(rest, " V_")
		for _, minor := range []string{"0", "1", "2", "3"} {
			if strings.HasPrefix(digits, "1."+minor) || strings.HasPrefix(digits, "1_"+minor) {
				return "TLS 1." + minor
			}
		}
		upper = rest
	}
}

// tlsCipher finds the name behind "cipher", or one that begins as those of
// TLS 1.3 do.
func tlsCipher(value string) string {
	words := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" \t=:,;()", r) })
	for i, word := range words {
		if strings.EqualFold(word, "cipher") && i+1 < len(words) {
			return words[i+1]
		}
		if strings.HasPrefix(word, "TLS_") {
			return word
		}
	}
	return ""
}
