// Package saslserver is the sign-in at the rehearsal servers: the account that
// all of them know, and the server's side of the mechanisms that go-sasl has for
// clients only, or not at all.
package saslserver
