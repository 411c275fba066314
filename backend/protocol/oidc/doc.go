// Package oidc checks OpenID Connect providers: what they announce (Discovery
// 1.0, RFC 8414) and, with a person who signs in, every step of the
// authorization code flow (Core 1.0 §3.1), without stopping at the first fault.
//
// The list of checks is its own, so that each can say what it expected and what
// came. Beside it, go-oidc verifies every ID token as strictly as it can: what
// the library refuses fails here too.
package oidc
