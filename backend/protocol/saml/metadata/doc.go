// Package metadata reads what an identity provider publishes of itself, and
// writes what a service provider does (SAML Metadata, with errata 05).
//
// What is read comes from outside and is often dirty: files in UTF-16, HTML
// pages, certificates with their PEM lines, federations with hundreds of
// providers. It is read in one pass that keeps only what is asked for, so that
// the costs are bounded by [MaxBytes] whatever is inside. A signature of the
// metadata is not looked at: who vouches for it is where it was fetched from, or
// the person who put it in.
package metadata
