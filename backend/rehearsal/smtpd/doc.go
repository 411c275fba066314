// Package smtpd is the rehearsal mail server: it catches every message on
// loopback, shows it as a mail client would, and acts the failures that an
// operator wants to learn to read.
//
// It stands on the SMTP engine of go-smtp. Each connection gets an engine of
// its own, set up for the fault that was chosen when it was accepted: that
// keeps a fault from changing under a conversation, and lets Close wait for
// every handler. What the engine would never do by itself (an endless banner,
// bytes behind STARTTLS) happens on the connection below it.
//
// The server trusts nobody it talks to: connections, their lifetime, the size
// of a message, the memory of the inbox and the work of parsing are bounded.
package smtpd
