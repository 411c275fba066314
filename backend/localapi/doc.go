// Package localapi keeps how the local API is to run, and the authority that
// vouches for it.
//
// The API answers on this machine's own addresses only, by HTTPS. Its
// certificates come from an authority that belongs to the vault: whoever is to
// call the API is given that authority's certificate, and it can vouch for
// nothing but this machine. The authority's key is a secret of the vault; it is
// opened to sign a certificate and wiped again. What listens, and what is
// answered, is a door's affair.
package localapi
