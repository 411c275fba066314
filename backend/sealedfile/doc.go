// Package sealedfile seals a file under a passphrase, to be carried to another
// machine or person.
//
// The format is age (C2SP age-encryption.org/v1) with a scrypt recipient, so
// that `age -d` opens it without Patchbay. A file that somebody else made is
// opened within bounds of size, memory and time, and none of it is handed out
// unless all of it is authentic.
package sealedfile
