// Package sso checks a sign-in provider and lets a person sign in at it,
// whichever of the protocols it speaks: it opens the listener for the answer,
// says where the browser has to go, and waits. What the answer is worth is for
// the protocols to say.
package sso
