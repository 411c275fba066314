package response

import (
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
)

// attribute is one Attribute element (SAML Core §2.7.3.1).
type attribute struct {
	name, friendly string
	values         []string
}

// attributes returns those of all attribute statements, in order. Elements of
// other namespaces are none.
func (c *checker) attributes() []attribute {
	var all []attribute
	for _, statement := range xmltree.Children(c.assertion, nsAssertion, "AttributeStatement") {
		for _, el := range xmltree.Children(statement, nsAssertion, "Attribute") {
			a := attribute{name: xmltree.Value(el, "Name"), friendly: xmltree.Value(el, "FriendlyName")}
			for _, value := range xmltree.Children(el, nsAssertion, "AttributeValue") {
				a.values = append(a.values, valueOf(value))
			}
			all = append(all, a)
		}
	}
	return all
}

// valueOf reads the text of a value; one that is an element of its own, such as
// a persistent NameID, is read as the text in it.
func valueOf(el *etree.Element) string {
	text, _ := xmltree.Text(el)
	var parts []string
	if text != "" {
		parts = append(parts, text)
	}
	for _, child := range el.ChildElements() {
		if inner := valueOf(child); inner != "" {
			parts = append(parts, inner)
		}
	}
	return strings.Join(parts, " ")
}

// find returns the values of the attributes with a name, or a friendly name, and
// whether there is one.
func find(all []attribute, name string) (values []string, found bool) {
	for _, a := range all {
		if a.name == name {
			values, found = append(values, a.values...), true
		}
	}
	if found {
		return values, true
	}
	for _, a := range all {
		if a.friendly == name {
			values, found = append(values, a.values...), true
		}
	}
	return values, found
}

func namesOf(all []attribute) []string {
	var names []string
	for _, a := range all {
		name := a.name
		if a.friendly != "" {
			name += " (" + a.friendly + ")"
		}
		names = append(names, name)
	}
	return names
}

// attributesClean is S30: no attribute says two things, or nothing.
func (c *checker) attributesClean() proof.Outcome {
	all := c.attributes()
	sealed := 0
	for _, statement := range xmltree.Children(c.assertion, nsAssertion, "AttributeStatement") {
		sealed += len(xmltree.Children(statement, nsAssertion, "EncryptedAttribute"))
	}
	if len(all) == 0 && sealed == 0 {
		return notApplicable("The assertion has no attributes.")
	}
	o := proof.Outcome{
		Detail:   many(len(all), "attribute", "attributes"),
		Received: listed(namesOf(all)), Where: c.inAssertion("Assertion, AttributeStatement"),
	}
	if names := repeatedNames(all); len(names) > 0 {
		o = warn(o, failure("duplicate_attribute", "An attribute is there more than once: "+listed(names)+". Systems differ in which one they read.",
			"Have the provider send it once, with several values where that is meant."))
	}
	if names := emptyNames(all); len(names) > 0 {
		o = warn(o, failure("empty_attribute", "An attribute is empty: "+listed(names)+".",
			"Check the claim rule, or fill the attribute in the provider's directory."))
	}
	if sealed > 0 {
		o = warn(o, failure("encrypted_attribute", "The assertion holds "+many(sealed, "encrypted attribute", "encrypted attributes")+", which few systems read.",
			"Have the provider encrypt the whole assertion instead."))
	}
	return o
}

func repeatedNames(all []attribute) []string {
	seen := map[string]int{}
	var names []string
	for _, a := range all {
		if seen[a.name]++; seen[a.name] == 2 {
			names = append(names, a.name)
		}
	}
	return names
}

func emptyNames(all []attribute) []string {
	var names []string
	for _, a := range all {
		if strings.TrimSpace(strings.Join(a.values, "")) == "" || a.name == "" {
			names = append(names, a.name)
		}
	}
	return names
}
