// Package response checks the response of a SAML 2.0 identity provider: all
// checks of the list, whatever the first ones found (SAML Core, Profiles §4.1.4,
// Bindings §3.5).
//
// Only what a signature covers counts. The signature library returns the element
// that it has verified, written anew from the signed bytes, and who signed in is
// read from that element and from nothing else. What no valid signature covers
// is still looked at, so that everything that is wrong shows at once, but it
// signs nobody in.
package response
