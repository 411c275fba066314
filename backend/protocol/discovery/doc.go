// Package discovery finds the mail servers that belong to an address.
//
// [BuiltIn] asks nobody. [Find] asks the network, and so runs only when the
// operator wants it: the domain's own autoconfig files, the database of
// Thunderbird where it was allowed, SRV records (RFC 6186, RFC 8314) and MX
// records. Everything it is told is a hint by a stranger: values are checked,
// answers are bounded, and a server outside the address's domain is marked as
// one to be confirmed before a password goes there.
package discovery
