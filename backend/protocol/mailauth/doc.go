// Package mailauth is what SMTP and IMAP share about signing in: the SASL
// mechanisms, and what the refusals of providers and servers mean.
//
// The mechanisms are written here because they handle passwords as
// [secret.Text], and because a prober has to refuse what a hostile server asks
// for (an absurd iteration count, a wrong signature) and say so.
package mailauth
