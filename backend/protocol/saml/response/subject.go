package response

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/saml/xmlenc"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// assertionHead is S17: the assertion is one of SAML 2.0, by the provider (SAML
// Core §2.3.3).
func (c *checker) assertionHead() proof.Outcome {
	issuers := xmltree.Children(c.assertion, nsAssertion, "Issuer")
	where := c.inAssertion("Assertion, Issuer")
	o := compared(c.IDPEntityID, "", where)
	if len(issuers) == 0 {
		o = fail(o, finding(signin.CodeIssuerMismatch, "issuer_missing", "The assertion does not name its issuer.",
			"Report it to the people who run the provider: SAML Core §2.3.3 asks for it."))
	} else {
		o = c.issuer(issuers[0], len(issuers), where)
	}
	text := xmltree.Value(c.assertion, "IssueInstant")
	at, ok := readTime(text)
	if ok {
		o.Detail = "issued " + stamp(at) + ", " + c.delta(at)
	}
	const report = "Report it to the people who run the provider: SAML Core §2.3.3 asks for it."
	switch {
	case xmltree.Value(c.assertion, "Version") != "2.0":
		return fail(o, finding(signin.CodeResponseInvalid, "version", "The assertion is not one of SAML 2.0.", report))
	case !isID(xmltree.Value(c.assertion, "ID")):
		return fail(o, finding(signin.CodeResponseInvalid, "id", "The assertion has no ID.", report))
	case !ok:
		return fail(o, unreadable("The time of the assertion"))
	case c.early(at) > c.Skew:
		return fail(o, finding(signin.CodeAssertionExpired, "issued_in_future",
			"The assertion was made in the future: the provider's clock is "+span(c.early(at))+" ahead of this computer's. "+c.tolerance(c.early(at)), remedyClock))
	}
	return o
}

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

const noNameID = "There is no NameID."

// nameIDFormat is S19: the NameID is of the kind that was asked for, and fit to
// find a person again.
func (c *checker) nameIDFormat() proof.Outcome {
	if c.nameID == "" {
		return proof.Outcome{Skip: noNameID}
	}
	got := c.formatOfNameID()
	o := compared(c.NameIDFormat, got, c.inAssertion("Assertion, NameID, attribute Format"))
	if wanted := c.NameIDFormat; wanted != "" && wanted != formatUnspecified && got != wanted {
		o = warn(o, failure("name_id_format",
			"The provider sent a NameID of the format "+shorten(lastPart(got))+" where "+lastPart(wanted)+" was asked for.",
			"Have the provider send the format that is configured, or configure the one it sends.", fieldNameIDFormat))
	}
	if got == formatTransient {
		o = warn(o, failure("name_id_transient",
			"The NameID is a transient one: the provider makes another one up at every sign-in, so that no account can be found by it.",
			"Ask for the format persistent or emailAddress.", fieldNameIDFormat))
	}
	if _, err := admission.NormalizeEmail(c.nameID); got == formatEmail && err != nil {
		o = warn(o, failure("name_id_no_address",
			"The NameID says that it is an e-mail address, and is none.",
			"Have the provider take the NameID from the mail attribute.", fieldNameIDFormat))
	}
	return o
}

func (c *checker) formatOfNameID() string {
	if c.nameIDAt == nil {
		return ""
	}
	return cmp.Or(xmltree.Value(c.nameIDAt, "Format"), formatUnspecified)
}

// nameIDQualifier is S20: the NameID was made for this service provider.
func (c *checker) nameIDQualifier() proof.Outcome {
	got := xmltree.Value(c.nameIDAt, "SPNameQualifier")
	if got == "" {
		return notApplicable("The NameID is not qualified.")
	}
	o := compared(c.SPEntityID, got, c.inAssertion("Assertion, NameID, attribute SPNameQualifier"))
	if got == c.SPEntityID {
		return o
	}
	return fail(o, finding(signin.CodeAudienceMismatch, "sp_name_qualifier",
		"The NameID was made for another service provider: the same person has another one here.",
		"Compare the entity ID of the service provider with the one registered at the provider"+slash(c.SPEntityID, got)+".", fieldSPEntity))
}

// slash points at a difference that is easily overlooked.
func slash(expected, got string) string {
	switch {
	case strings.TrimSuffix(expected, "/") == strings.TrimSuffix(got, "/"):
		return ": only the slash at the end differs"
	case strings.EqualFold(expected, got):
		return ": only upper and lower case differ"
	}
	return ""
}
