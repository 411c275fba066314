// Package mailtoken obtains access tokens for mail (OAuth 2.0, RFC 6749): as
// the application itself, with a refresh token, or with a person who signs in
// through the browser (authorization code with PKCE, RFC 8252) or on another
// device (RFC 8628).
//
// Secrets go to the configured endpoint only: over verified TLS, without
// following a redirect. What an endpoint says is bounded and masked before it
// is shown, because a hostile or careless one repeats what it was sent.
package mailtoken
