// Package clientgrant proves an API client: it asks the token endpoint of a
// target for an access token of the client itself (RFC 6749 §4.4), and explains
// why there is none.
//
// The credential is sent once in a run, to the one address that was entered,
// over TLS that holds.
package clientgrant
