// Package signin is what the protocols of sign-in providers have in common: the
// configuration document, its secrets, and an attempt to sign in.
package signin
