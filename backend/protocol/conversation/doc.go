// Package conversation is what every proof of a mail server has in common,
// whatever protocol is spoken: steps under absolute deadlines, the way to the
// server and into TLS, what a broken connection means, when a credential may be
// sent, and where an access token comes from.
//
// What is said over the connection is the affair of package smtp and package
// imap.
package conversation
