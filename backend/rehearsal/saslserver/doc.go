// Package saslserver is the server's side of the sign-in mechanisms that
// go-sasl has for clients only, or not at all.
package saslserver
