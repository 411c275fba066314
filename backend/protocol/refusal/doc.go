// Package refusal knows what sign-in providers say when they refuse.
//
// One table of rules serves every place in which a provider can say no: the
// answer in the callback, the token endpoint, the user info, a SAML status, and
// the page that stays in the browser because the provider must not send it back
// (RFC 6749 §4.1.2.1). [Explain] reads an answer that came in, [ExplainPage]
// what a person copied out of the browser.
package refusal
