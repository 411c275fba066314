// Package saml checks a SAML 2.0 identity provider for Web Browser SSO (SAML
// Profiles §4.1), and signs a person in through it: it reads the provider's
// metadata, writes that of the service provider, makes the request, and hands
// the answer to the checks of package response.
package saml
