// Package callback receives the one answer that a browser brings back from a
// sign-in at a provider, on loopback (RFC 8252 §7.3).
//
// Every program and every web page on this machine can reach the listener.
// That is why it exists only while a sign-in is under way, takes exactly one
// answer, and lets everything else change nothing: what is not the exact host,
// path, method and state is refused, and what is slow or comes in masses gives
// way to what comes later.
package callback
