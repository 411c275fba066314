// Package pasted reads the answer of a sign-in that a person copied out of a
// browser, in any of the forms in which browsers and their tools hand it out.
package pasted
