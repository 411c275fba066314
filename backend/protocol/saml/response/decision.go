package response

import (
	"fmt"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/signin"
)

// domain is S31: the target lets people of this domain in.
func (c *checker) domain() proof.Outcome {
	switch {
	case len(c.Rules.AllowedDomains) == 0:
		return notApplicable("Every domain is allowed.")
	case c.person.email == "":
		return proof.Outcome{Skip: "There is no e-mail address."}
	}
	decision := c.decide()
	o := compared(listed(c.Rules.AllowedDomains), c.person.email, c.inAssertion("Assertion, "+place(c.person.from)))
	o.Detail = decision.Rule
	if decision.Admitted {
		return o
	}
	return fail(o, finding(signin.CodeDomainNotAllowed, "domain",
		"The target would turn this person away: "+decision.Reason,
		"Add the domain to the allowed ones, or sign in with an address of an allowed one.", fieldDomains))
}

func (c *checker) decide() proof.Decision {
	known := c.person.email != "" && c.Known != nil && c.Known(c.person.email)
	return c.Rules.Decide(admission.Person{Email: c.person.email, Trust: c.person.trust, Known: known})
}

// account is S33: what becomes of an account. It never changes a verdict.
func (c *checker) account() proof.Outcome {
	decision := c.decide()
	return proof.Outcome{
		Detail: decision.Reason, Received: string(decision.Account),
		Where: "allowed domains and self-service sign-up of the target",
	}
}

// overage is the attribute that Microsoft Entra sends instead of more than 150
// groups.
const overage = "http://schemas.microsoft.com/claims/groups.link"

func usualGroups() []string {
	return []string{
		"http://schemas.microsoft.com/ws/2008/06/identity/claims/groups", "http://schemas.xmlsoap.org/claims/Group",
		"urn:oid:1.3.6.1.4.1.5923.1.5.1.1", "groups", "Groups", "memberOf", "group", "Group", "roles", "Role",
		"http://schemas.microsoft.com/ws/2008/06/identity/claims/role",
	}
}

// groups is S32: which groups the provider sends, and whether it sends them all.
func (c *checker) groups() proof.Outcome {
	all := c.attributes()
	if values, there := find(all, overage); there {
		return warn(compared("groups", listed(values), c.inAssertion("Assertion, attribute "+overage)), failure("groups_overage",
			"The person is in more groups than fit: the provider sends a link in place of the groups.",
			"Have the provider send only the groups that are assigned to the application.", fieldGroups))
	}
	names := usualGroups()
	if c.GroupsAttribute != "" {
		names = []string{c.GroupsAttribute}
	}
	for _, name := range names {
		values, there := find(all, name)
		if !there {
			continue
		}
		o := proof.Outcome{Detail: many(len(values), "group", "groups"), Received: listed(values), Where: c.inAssertion("Assertion, attribute " + shorten(name))}
		if len(values) == 0 {
			o.Detail = "no group"
		}
		return o
	}
	if c.GroupsAttribute == "" {
		return notApplicable("The assertion holds no groups.")
	}
	return warn(compared(c.GroupsAttribute, listed(namesOf(all)), c.inAssertion("Assertion, AttributeStatement")), failure("groups_missing",
		fmt.Sprintf("The assertion has no attribute %s, which the groups were to be read from.", shorten(c.GroupsAttribute)),
		"Name the attribute that the provider sends, or have it send this one.", fieldGroups))
}

// identity is what is recorded of the person.
func (c *checker) identity() proof.Identity {
	decision := c.decide()
	return proof.Identity{
		Attributes: kept(c.attributes()), NameID: c.nameID, NameIDFormat: shorten(c.formatOfNameID()), Subject: c.nameID,
		Email: c.person.email, EmailFrom: shorten(c.person.from), EmailTrust: string(c.person.trust), Decision: &decision,
	}
}

// maxKept bounds what is kept of all attributes, in bytes: twice what 400 groups
// with long names need.
const maxKept = 64 << 10

// kept are the attributes by name, as far as evidence has room for them. A photo
// is not kept whole.
func kept(all []attribute) map[string][]string {
	attributes, size := map[string][]string{}, 0
	for _, a := range all {
		name := shorten(a.name)
		for i, value := range a.values {
			value = shorten(value)
			if size += len(name) + len(value); size > maxKept {
				attributes[name] = append(attributes[name], fmt.Sprintf("… and %d more", len(a.values)-i))
				return attributes
			}
			attributes[name] = append(attributes[name], value)
		}
	}
	return attributes
}
