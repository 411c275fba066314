// Package mailapi hands an SMTP configuration over to a target system that
// speaks the mail-configuration contract: one POST with a bearer token, to the
// one address that was entered, over TLS that holds.
package mailapi
