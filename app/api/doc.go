// Package api is the door through which scripts and installers come in: HTTPS
// on this machine's own addresses, with certificates of the vault's authority.
//
//	POST /oauth2/token                         a client's credentials for a token
//	POST /digitanium/v4/mail/config            the mail-configuration contract
//	POST /auth/realms/{tenantId}/mail/setup    the same contract in its other form
//	     /v1/...                               deployments, their configuration, proofs and messages
//	GET  /openapi.json                         all of it, described
//
// A loopback port is open to every page of every browser and to every user of
// the machine. So nothing is routed before the guard has looked at it: the
// connection must come from a process of the same user, Host must name this
// machine exactly, and a browser's word that a page asks is enough to refuse it.
// There is no CORS, no cookie, and no answer without a token but to those who
// ask for one.
package api
