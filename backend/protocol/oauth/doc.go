// Package oauth checks sign-in providers that speak plain OAuth 2.0 (RFC 6749)
// with a user-info call, without a sign-in and with one, and holds what
// OpenID Connect shares with it: the session of one proof, the authorization
// request, the exchange of the code, and what is said of a person.
//
// Secrets, codes and tokens go to the configured or announced endpoint only:
// over verified TLS, or to a loopback literal, and without following a
// redirect. Every answer is read within a bound and masked before it is shown.
package oauth
