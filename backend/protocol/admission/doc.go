// Package admission plays through what a target system does with a person who
// signed in: whether the domain of the e-mail address is allowed, and what
// becomes of an account.
package admission
