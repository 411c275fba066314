// Package httppost posts once to one HTTPS address and reads a bounded answer.
//
// It follows no redirect, asks nobody twice, decompresses nothing and keeps no
// connection: what a request carries goes to the address that was entered and
// to no other.
package httppost
