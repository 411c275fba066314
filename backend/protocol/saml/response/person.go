package response

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/signin"
)

// person is who the assertion says has signed in.
type person struct {
	email, from string // the address, and the attribute it was read from
	trust       admission.Trust
}

// fromNameID stands for the NameID where an attribute is named.
const fromNameID = "NameID"

// usualEmails are the names under which providers send an e-mail address, best
// first.
func usualEmails() []string {
	return []string{
		"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
		"urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:1.2.840.113549.1.9.1",
		"mail", "email", "Email", "emailAddress", "User.email",
		"http://schemas.xmlsoap.org/claims/EmailAddress",
	}
}

// likeEmails are names of what looks like an e-mail address and need not be one.
func likeEmails() []string {
	return []string{
		"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
		"urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "eduPersonPrincipalName",
	}
}

// email is S29: the assertion says where to write to the person.
func (c *checker) email() proof.Outcome {
	all := c.attributes()
	o := compared(c.EmailAttribute, "", c.inAssertion("Assertion, AttributeStatement"))
	if o.Expected == "" {
		o.Expected = "an attribute with an e-mail address, or such a NameID"
	}
	values, from, sure := c.findEmail(all)
	if from == "" {
		o.Received = listed(namesOf(all))
		return fail(o, c.noEmail(all))
	}
	o.Received, o.Where = listed(values), c.inAssertion("Assertion, "+place(from))
	address, err := firstAddress(values)
	if err != nil {
		return fail(o, finding(signin.CodeEmailMissing, "not_an_address",
			"What the provider sends as the e-mail address is none.",
			"Have the provider send the mail attribute, or name the attribute that holds the address.", fieldEmail))
	}
	c.person = person{email: address, from: from, trust: trustOf(all)}
	o.Detail = address + " from " + from
	if !sure {
		o = warn(o, failure("email_from_name",
			"The address is taken from a sign-in name, which looks like an e-mail address and need not be one.",
			"Have the provider send the mail attribute.", fieldEmail))
	}
	if different(values) > 1 {
		o = warn(o, failure("several_emails",
			fmt.Sprintf("The provider sends %d addresses; the first one was taken, and systems differ in that.", different(values)),
			"Have the provider send one address.", fieldEmail))
	}
	return o
}

func place(from string) string {
	if from == fromNameID {
		return "Subject, NameID"
	}
	return "attribute " + shorten(from)
}

// findEmail looks for the configured attribute, or else for the usual ones. Sure
// is false for names that only look like addresses.
func (c *checker) findEmail(all []attribute) (values []string, from string, sure bool) {
	if name := c.EmailAttribute; name != "" {
		if name == fromNameID && c.nameID != "" {
			return []string{c.nameID}, fromNameID, true
		}
		if values, there := find(all, name); there {
			return values, name, true
		}
		return nil, "", false
	}
	return c.guessEmail(all)
}

func (c *checker) guessEmail(all []attribute) (values []string, from string, sure bool) {
	for _, name := range usualEmails() {
		if values, there := find(all, name); there && strings.Join(values, "") != "" {
			return values, name, true
		}
	}
	_, err := admission.NormalizeEmail(c.nameID)
	if c.nameID != "" && err == nil && c.formatOfNameID() == formatEmail {
		return []string{c.nameID}, fromNameID, true
	}
	for _, name := range likeEmails() {
		if values, there := find(all, name); there && strings.Join(values, "") != "" {
			return values, name, false
		}
	}
	if c.nameID != "" && err == nil {
		return []string{c.nameID}, fromNameID, false
	}
	return nil, "", false
}

// noEmail is the finding when no address was found. Where another attribute of
// this very assertion holds one, it says so.
func (c *checker) noEmail(all []attribute) proof.Finding {
	f := finding(signin.CodeEmailMissing, "email_missing",
		"The assertion holds no e-mail address.",
		"Have the provider send the mail attribute: a claim rule or an attribute release is missing there.", fieldEmail)
	if c.EmailAttribute == "" {
		return f
	}
	f.Cause = "The assertion has no attribute " + shorten(c.EmailAttribute) + ", which the e-mail address was to be read from."
	f.Remedy = "Name one of the attributes that the provider sends, or have it send this one."
	values, from, sure := c.guessEmail(all)
	if _, err := firstAddress(values); err != nil || !sure {
		return f
	}
	if patch, err := json.Marshal(map[string]string{fieldEmail: from}); err == nil {
		f.Alternative = &proof.Alternative{Label: "Read the address from " + shorten(from), Patch: patch}
	}
	return f
}

func firstAddress(values []string) (string, error) {
	for _, value := range values {
		if value != "" {
			return admission.NormalizeEmail(value)
		}
	}
	return "", admission.ErrEmail
}

func different(values []string) int {
	var all []string
	for _, value := range values {
		if value != "" && !slices.Contains(all, strings.ToLower(value)) {
			all = append(all, strings.ToLower(value))
		}
	}
	return len(all)
}

// trustOf says what the provider says of the address. SAML has no word for it;
// some providers pass on that of OpenID Connect.
func trustOf(all []attribute) admission.Trust {
	for _, name := range []string{"email_verified", "emailVerified"} {
		if values, there := find(all, name); there && len(values) == 1 {
			switch strings.ToLower(values[0]) {
			case "true", "1":
				return admission.Verified
			case "false", "0":
				return admission.Unverified
			}
		}
	}
	return admission.Unknown
}
