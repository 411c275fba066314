// Package imap proves that a mailbox can be read with what Patchbay was told
// about it.
//
// [Parse] reads the mailbox document, [Settings] holds it without its secrets,
// and [Prove] walks one connection through the steps of RFC 9051: greeting,
// CAPABILITY, STARTTLS, AUTHENTICATE or LOGIN, LIST with STATUS, EXAMINE and
// LOGOUT. RFC 3501 servers are spoken to in the same way.
//
// The prober is a line client of its own rather than a library: it has to keep
// the server's exact words, those of untagged lines too, stop at any step, obey
// one absolute deadline for each step, bound what a hostile server may send, and
// never put a credential on a connection that is not trusted or that the server
// does not want it on. What reads a message back begins where [Connect] ends.
//
// The package knows no vault: it is handed secrets and forgets them.
package imap
