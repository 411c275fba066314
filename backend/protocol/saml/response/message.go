package response

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/protocol/saml/xmlenc"
	"patchbay/backend/protocol/saml/xmltree"
)

// message is a response as it came, and what could be made of it.
type message struct {
	raw        []byte         // XML, nil when there is none
	root       *etree.Element // as it came
	isResponse bool
	refused    bool // the provider says that nobody has signed in

	// response is what the attributes of the response are read from: what a
	// signature covers, else what came.
	response   *etree.Element
	signatures []*signature // of the response, and of the assertion
	ofResponse *signature   // nil when the response is not signed
	ofAsserted *signature   // nil when the assertion is not signed

	// assertion is what is read; original is the same as it came, with its
	// comments. noAssertion says why there is none.
	assertion, original *etree.Element
	noAssertion         string

	encrypted  *etree.Element // EncryptedAssertion
	decryption decryption

	confirmed *etree.Element // confirmation data that are for this address
	nameIDAt  *etree.Element // NameID, decrypted where it was encrypted
	nameID    string         // its text
}

// decryption is what became of an EncryptedAssertion.
type decryption struct {
	used xmlenc.Algorithms
	err  error
}

// locate finds the assertion of a response, and verifies what is signed.
func (c *checker) locate() {
	c.response = c.root
	if c.ofResponse = examine(c.root, "Response", c.Certificates); c.ofResponse != nil {
		c.signatures = append(c.signatures, c.ofResponse)
		if c.ofResponse.holds() {
			c.response = c.ofResponse.verified
		}
	}
	clear := xmltree.Children(c.root, nsAssertion, "Assertion")
	sealed := xmltree.Children(c.root, nsAssertion, "EncryptedAssertion")
	switch {
	case len(clear)+len(sealed) == 0:
		c.noAssertion = "The response holds no assertion."
	case len(clear)+len(sealed) > 1 || c.stray() > 0:
		c.noAssertion = "The response holds more than one assertion; which of them counts cannot be told."
	case len(clear) == 1:
		c.take(clear[0], xmltree.Child(c.response, nsAssertion, "Assertion"))
	default:
		c.encrypted = sealed[0]
		c.open(xmltree.Child(c.response, nsAssertion, "EncryptedAssertion"))
	}
}

// stray counts assertions that stand elsewhere than directly in the response: in
// an extension, an Object of a signature, or another assertion.
func (c *checker) stray() int {
	n := 0
	xmltree.Walk(c.root, func(el *etree.Element) {
		if el.Tag != "Assertion" && el.Tag != "EncryptedAssertion" {
			return
		}
		if el.Parent() != c.root || !xmltree.Is(el, nsAssertion, el.Tag) {
			n++
		}
	})
	return n
}

// take takes an assertion as it came. Inside is the same one in what the
// signature of the response covers, or as it came when that has none.
func (c *checker) take(original, inside *etree.Element) {
	c.original = original
	if c.ofAsserted = examine(original, "Assertion", c.Certificates); c.ofAsserted != nil {
		c.signatures = append(c.signatures, c.ofAsserted)
	}
	switch {
	case c.ofAsserted != nil && c.ofAsserted.holds():
		c.assertion = c.ofAsserted.verified
	case inside != nil:
		c.assertion = inside
	default:
		c.noAssertion = "What the signature of the response covers holds no assertion."
	}
}

// open decrypts an assertion and takes it.
func (c *checker) open(sealed *etree.Element) {
	c.noAssertion = "The assertion could not be decrypted."
	plain, used, err := xmlenc.Decrypt(sealed, c.Keys)
	c.decryption = decryption{used, err}
	if err != nil {
		return
	}
	root, err := readPlain(plain, sealed)
	switch {
	case err != nil:
		c.decryption.err = fmt.Errorf("%w: %w", errPlain, err)
	case !xmltree.Is(root, nsAssertion, "Assertion"):
		c.decryption.err = fmt.Errorf("%w: it is a %s", errPlain, root.FullTag())
	case len(xmltree.Descendants(root, nsAssertion, "Assertion")) > 1:
		c.decryption.err = fmt.Errorf("%w: it holds further assertions", errPlain)
	default:
		c.take(root, root)
	}
}

// errPlain is an encrypted element that opens, and holds something else than it
// should.
var errPlain = errors.New("what was encrypted cannot be read")

// readPlain reads what was encrypted. Its prefixes may be declared outside of it.
func readPlain(raw []byte, where *etree.Element) (*etree.Element, error) {
	doc, err := xmltree.Parse(raw, xmltree.Message())
	if err == nil {
		return doc.Root(), nil
	}
	refused, ok := errors.AsType[*xmltree.Error](err)
	if !ok || refused.Reason != xmltree.BadNamespace {
		return nil, err
	}
	return inContext(raw, where)
}

// inContext reads XML as if it stood inside an element.
func inContext(raw []byte, where *etree.Element) (*etree.Element, error) {
	around := xmltree.Detach(where)
	around.Child = nil
	around.SetText(" ")
	text, err := etree.NewDocumentWithRoot(around).WriteToString()
	if err != nil {
		return nil, err
	}
	end := strings.LastIndex(text, "</")
	doc, err := xmltree.Parse(slices.Concat([]byte(text[:end]), raw, []byte(text[end:])), xmltree.Message())
	if err != nil {
		return nil, err
	}
	if inner := doc.Root().ChildElements(); len(inner) == 1 {
		return inner[0], nil
	}
	return nil, errPlain
}

// covered reports whether a signature that holds covers the assertion, and none
// is there that does not hold.
func (c *checker) covered() bool {
	for _, s := range c.signatures {
		if !s.holds() {
			return false
		}
	}
	return len(c.signatures) > 0 && c.assertion != nil
}
