// Package senderdomain checks what DNS says about the domain that mail is sent
// from: whether answers can arrive (MX), who may send for it (SPF, RFC 7208),
// which key its mail is signed with (DKIM, RFC 6376) and what receivers are
// asked to do with mail that is neither (DMARC, RFC 7489).
//
// It asks one resolver and nobody else. Every record it was given goes into
// the transcript of the report.
package senderdomain
