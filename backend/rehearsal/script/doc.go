// Package script plays the servers that no engine would be: a test writes what
// such a server says, line by line, and asks afterwards what it was told and
// what of it came without encryption. Clients of the rehearsal servers connect
// through it as well.
//
// It knows no protocol. What is right for one is the script's affair.
package script
