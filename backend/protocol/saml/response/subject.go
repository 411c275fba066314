package response

import (
	"fmt"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmlenc"
	"patchbay/backend/protocol/saml/xmltree"
)

// subject returns the one subject of the assertion, nil when there is not one.
func (c *checker) subject() *etree.Element {
	if found := xmltree.Children(c.assertion, nsAssertion, "Subject"); len(found) == 1 {
		return found[0]
	}
	return nil
}

// findNameID returns the one NameID of the subject, decrypted where that is
// needed.
func (c *checker) findNameID() (*etree.Element, error) {
	subject := c.subject()
	clear, sealed := xmltree.Children(subject, nsAssertion, "NameID"), xmltree.Children(subject, nsAssertion, "EncryptedID")
	switch {
	case len(clear) == 1 && len(sealed) == 0:
		return clear[0], nil
	case len(clear) != 0 || len(sealed) != 1:
		return nil, nil
	}
	plain, _, err := xmlenc.Decrypt(sealed[0], c.Keys)
	if err != nil {
		return nil, err
	}
	el, err := readPlain(plain, sealed[0])
	if err == nil && !xmltree.Is(el, nsAssertion, "NameID") {
		err = errPlain
	}
	if err != nil {
		return nil, err
	}
	return el, nil
}

// longestNameID bounds a NameID in bytes: one that is persistent has 256
// characters at most (SAML Core §8.3.7).
const longestNameID = 1024

// nameIDThere is S18: the assertion says about whom it is, in one piece.
func (c *checker) nameIDThere() proof.Outcome {
	o := compared("one NameID that is not empty", "", c.inAssertion("Assertion, Subject, NameID"))
	el, err := c.findNameID()
	c.nameIDAt = el
	if err != nil {
		return fail(o, failure("name_id_encrypted",
			"The NameID is encrypted and cannot be opened: "+shorten(err.Error())+".",
			"Give the provider the metadata of the service provider again, or have the NameID sent in clear inside an encrypted assertion.", fieldSPKey, fieldSPCert))
	}
	const remedy = "Have the provider issue one NameID: a claim rule, a name ID mapping or the attribute it is read from is missing."
	if el == nil {
		return fail(o, failure("name_id_missing", "The assertion does not say about whom it is: it has not exactly one NameID.", remedy, fieldNameIDFormat))
	}
	text, plain := xmltree.Text(el)
	o.Received = shorten(text)
	switch {
	case text == "":
		return fail(o, failure("name_id_empty", "The NameID is empty.", remedy, fieldNameIDFormat))
	case len(text) > longestNameID:
		return fail(o, failure("name_id_long", fmt.Sprintf("The NameID has %d bytes, more than systems store.", len(text)), remedy))
	case len(el.ChildElements()) > 0:
		return fail(o, failure("name_id_form", "The NameID is not text alone.", remedy))
	}
	c.nameID = text
	if !plain || c.split() {
		return warn(o, failure("name_id_comment",
			"A comment splits the NameID. It was read as a whole; systems that read the first part only sign in somebody else.",
			"Report it to the people who run the provider, and have the target checked for CVE-2017-11427 and its kin."))
	}
	return o
}

// split reports whether the NameID has a comment in it as it came: signatures do
// not cover comments.
func (c *checker) split() bool {
	for _, subject := range xmltree.Children(c.original, nsAssertion, "Subject") {
		for _, el := range xmltree.Children(subject, nsAssertion, "NameID") {
			if _, plain := xmltree.Text(el); !plain {
				return true
			}
		}
	}
	return false
}
