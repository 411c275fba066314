// Package inbox keeps what the rehearsal servers caught: within bounds of
// number and memory, and shown as a mail client would show it.
//
// It trusts no message. The size of what is parsed and shown is bounded, and
// so are the number and the depth of parts.
package inbox
