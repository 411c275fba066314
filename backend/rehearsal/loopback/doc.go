// Package loopback opens the ports of a rehearsal server, one for STARTTLS and
// one for implicit TLS, where only this machine can reach them.
//
// It trusts nobody who connects: the number of connections and the lifetime of
// each are bounded, and Close waits until nothing of the server runs.
package loopback
