// Package idpd is the rehearsal identity provider: OpenID Connect, OAuth 2.0 and
// SAML 2.0 in one server on this machine, with test people instead of passwords,
// and with the failures that an operator wants to learn to read.
//
// It shares no code with the packages that check providers: it signs with
// go-jose and goxmldsig, and reads requests on its own.
//
// The server trusts nobody it talks to: connections, their lifetime, the size
// of a request and what is remembered of earlier ones are bounded. It hands out
// answers to addresses on this machine only, and to names that RFC 2606 keeps
// for examples.
package idpd
