// Package xmlenc decrypts the elements that SAML 2.0 encrypts: an assertion, a
// NameID or an attribute (SAML Core §2.2.4, XML Encryption 1.1).
//
// It takes what providers send today: AES in GCM and CBC mode, the key wrapped
// with RSA-OAEP in all its variants, or with RSA PKCS #1 v1.5. It never fetches
// anything: cipher text by reference is refused. An answer is decrypted once, for
// a person at this machine, and no other side learns why it failed; still, all
// that depends on the cipher text is one error, [ErrDecrypt].
package xmlenc
