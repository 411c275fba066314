// Package signin is what the protocols of sign-in providers have in common: the
// configuration document, its secrets, the provider's endpoints and the way to
// them, and an attempt to sign in.
package signin
