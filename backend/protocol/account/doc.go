// Package account is what the accounts of a mail server have in common, whether
// mail is sent through them or read: host, port, security, and how to sign in.
//
// It says how these settings are written in a configuration document, which of
// them are wrong, and where their secrets would go. What speaks to the server
// is package smtp and package imap.
package account
