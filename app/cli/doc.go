// Package cli is the command line: it reads the command, chooses the door, and
// does from a terminal what the pages do.
//
// Each group of commands has a file, and each command a function that returns
// its [command] with its flags, texts and what it runs. A command hands its
// result to the call's output, which writes it for a person, as one JSON
// document, or as the last of a stream of events. Faults become exit statuses
// in one table.
package cli
