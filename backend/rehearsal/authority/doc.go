// Package authority makes the certificates of the rehearsal servers: good ones
// for the loopback host, and some that are to be refused.
package authority
