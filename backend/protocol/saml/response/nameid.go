package response

import (
	"cmp"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

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
