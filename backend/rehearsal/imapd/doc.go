// Package imapd is the rehearsal mailbox server: it shows the messages that the
// rehearsal mail server caught to any mail client on this machine, and acts the
// failures that an operator wants to learn to read.
//
// It stands on the IMAP engine of go-imap, one engine for each connection, set
// up for the fault that was chosen when the connection began. The conversation
// before TLS is our own, because most faults lie there, and so is what the
// engine has not: the command ID, and untagged lines before a refusal. For
// that, a [link] stands between the engine and the connection.
//
// The server trusts nobody it talks to: connections, their lifetime, the length
// of a line and the work of parsing are bounded.
package imapd
