// Package repertoire is what the rehearsal servers act instead of serving well:
// the choice of one fault at a time, and the faults that no engine is needed
// for, whatever the protocol.
package repertoire
