// Package smtp proves that a mail server accepts what Patchbay was told about
// it, and composes the mail that is sent to prove it.
//
// [Parse] reads the SMTP configuration document, [Settings] holds it without
// its secrets, and [Prove] walks one connection through the steps of RFC 5321:
// greeting, EHLO, STARTTLS (RFC 3207), AUTH (RFC 4954), MAIL, RCPT and DATA.
//
// The prober is a state machine of its own rather than a mail library: it has
// to keep the server's exact words, stop at any step, obey one absolute
// deadline for each step, bound what a hostile server may send, and never put
// a credential on a connection that is not trusted.
//
// The package knows no vault: it is handed secrets and forgets them.
package smtp
