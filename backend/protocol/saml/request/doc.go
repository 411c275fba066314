// Package request writes the request that begins a sign-in (SAML Core §3.4.1),
// and brings it into the two forms in which a browser carries it: the query of a
// URL (SAML Bindings §3.4) and a form to post (§3.5).
package request
