package response

import (
	"errors"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmlenc"
	"patchbay/backend/protocol/signin"
)

// encryption is S10: what was encrypted was encrypted for us.
func (c *checker) encryption() proof.Outcome {
	if c.encrypted == nil {
		return notApplicable("The assertion is not encrypted.")
	}
	o := compared(c.ownKeys(), c.recipients(), "EncryptedAssertion")
	d := c.decryption
	if d.err != nil {
		return fail(o, c.whySealed(d.err))
	}
	o.Detail = d.used.String()
	for _, w := range d.used.Weaknesses() {
		o = warn(o, failure("weak_encryption", "The assertion is encrypted in an outdated way: "+w+".",
			"Have the provider encrypt with AES-GCM and RSA-OAEP.", fieldSPCert))
	}
	return o
}

func (c *checker) ownKeys() string {
	if len(c.Keys) == 0 {
		return "no key is configured"
	}
	return many(len(c.Keys), "key of the service provider", "keys of the service provider")
}

// recipients are those that the message names.
func (c *checker) recipients() string {
	var all []string
	for _, certificate := range c.decryption.used.Recipients {
		all = append(all, "for certificate "+fingerprint(certificate))
	}
	return strings.TrimPrefix(c.decryption.used.String()+"; "+listed(all), ", ")
}

// whySealed explains an assertion that cannot be read.
func (c *checker) whySealed(err error) proof.Finding {
	switch {
	case errors.Is(err, xmlenc.ErrNoKey):
		return finding(signin.CodeResponseInvalid, "no_key",
			"The assertion is encrypted, and no key of the service provider is configured.",
			"Make a key pair for the service provider and give its certificate to the provider, or have encryption switched off there.", fieldSPKey, fieldSPCert)
	case errors.Is(err, xmlenc.ErrAlgorithm):
		return finding(signin.CodeResponseInvalid, "algorithm",
			"The assertion is encrypted with an algorithm that is not supported: "+shorten(err.Error())+".",
			"Have the provider encrypt with AES-256-GCM and RSA-OAEP.")
	case errors.Is(err, xmlenc.ErrDecrypt):
		return finding(signin.CodeResponseInvalid, "other_key",
			"The assertion is encrypted for another key than ours: the provider probably has an old certificate of the service provider.",
			"Give the provider the metadata of the service provider again.", fieldSPKey, fieldSPCert)
	}
	return finding(signin.CodeResponseInvalid, "encrypted_content",
		"The encrypted assertion cannot be read: "+shorten(err.Error())+".",
		"Report it to the people who run the provider.")
}
