package xmlenc

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// parts are what an encrypted element consists of.
type parts struct {
	content string // algorithm
	sealed  []byte
	keys    []wrapped
}

// wrapped is the content's key, encrypted for one recipient.
type wrapped struct {
	transport, digest, mask string
	label                   []byte // OAEPparams
	sealed                  []byte
	recipient               *x509.Certificate // nil when not said
}

// algorithms names those of the first wrapped key: a sender uses the same for
// all of them.
func (p parts) algorithms() Algorithms {
	used := Algorithms{Content: p.content}
	for _, w := range p.keys {
		if w.recipient != nil {
			used.Recipients = append(used.Recipients, w.recipient)
		}
	}
	if len(p.keys) > 0 {
		return p.keys[0].name(used, 0)
	}
	return used
}

// name puts the algorithms of a wrapped key in.
func (w wrapped) name(used Algorithms, key int) Algorithms {
	used.Transport, used.Digest, used.Mask, used.Key = w.transport, w.digest, w.mask, key
	return used
}

func read(encrypted *etree.Element) (parts, error) {
	data := encrypted
	if data == nil {
		return parts{}, fmt.Errorf("%w: there is none", ErrMalformed)
	}
	if !is(data, namespace, "EncryptedData") {
		found := children(encrypted, namespace, "EncryptedData")
		if len(found) != 1 {
			return parts{}, fmt.Errorf("%w: it holds %d EncryptedData", ErrMalformed, len(found))
		}
		data = found[0]
	}
	p := parts{content: method(data)}
	var err error
	if p.sealed, err = cipherValue(data); err != nil {
		return p, err
	}
	p.keys, err = readKeys(encrypted, data)
	return p, err
}

// readKeys reads the wrapped keys: inside the KeyInfo, or beside EncryptedData,
// where a RetrievalMethod or nothing at all points to them (SAML Core §2.2.4).
func readKeys(encrypted, data *etree.Element) ([]wrapped, error) {
	var elements []*etree.Element
	for _, info := range children(data, namespaceSig, "KeyInfo") {
		elements = append(elements, children(info, namespace, "EncryptedKey")...)
	}
	if encrypted != data {
		elements = append(elements, children(encrypted, namespace, "EncryptedKey")...)
	}
	if len(elements) == 0 {
		return nil, fmt.Errorf("%w: it holds no EncryptedKey", ErrMalformed)
	}
	keys := make([]wrapped, 0, min(len(elements), maxWrapped))
	for _, element := range elements[:min(len(elements), maxWrapped)] {
		w, err := readKey(element)
		if err != nil {
			return keys, err
		}
		keys = append(keys, w)
	}
	return keys, nil
}

func readKey(element *etree.Element) (wrapped, error) {
	w := wrapped{transport: method(element)}
	sealed, err := cipherValue(element)
	if err != nil {
		return w, err
	}
	w.sealed = sealed
	m := child(element, namespace, "EncryptionMethod")
	w.digest = algorithm(child(m, namespaceSig, "DigestMethod"))
	w.mask = algorithm(child(m, namespace11, "MGF"))
	if label := child(m, namespace, "OAEPparams"); label != nil {
		if w.label, err = decode(label.Text()); err != nil {
			return w, err
		}
	}
	w.recipient = recipient(element)
	return w, nil
}

// recipient is the certificate that a wrapped key names, nil when it names none
// that can be read.
func recipient(element *etree.Element) *x509.Certificate {
	info := child(element, namespaceSig, "KeyInfo")
	text := child(child(info, namespaceSig, "X509Data"), namespaceSig, "X509Certificate")
	if text == nil {
		return nil
	}
	der, err := decode(text.Text())
	if err != nil {
		return nil
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return certificate
}

// method is the algorithm that an element is encrypted with.
func method(element *etree.Element) string {
	return algorithm(child(element, namespace, "EncryptionMethod"))
}

func algorithm(element *etree.Element) string {
	if element == nil {
		return ""
	}
	return element.SelectAttrValue("Algorithm", "")
}

func cipherValue(element *etree.Element) ([]byte, error) {
	value := child(child(element, namespace, "CipherData"), namespace, "CipherValue")
	if value == nil {
		return nil, fmt.Errorf("%w: %s holds no CipherValue", ErrMalformed, element.Tag)
	}
	return decode(value.Text())
}

// decode reads base64 with white space in it.
func decode(text string) ([]byte, error) {
	out, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, fmt.Errorf("%w: it holds what is no base64", ErrMalformed)
	}
	return out, nil
}

func is(element *etree.Element, space, tag string) bool {
	return element.Tag == tag && element.NamespaceURI() == space
}

// child is the first of one name, nil when there is none.
func child(parent *etree.Element, space, tag string) *etree.Element {
	if parent == nil {
		return nil
	}
	if found := children(parent, space, tag); len(found) > 0 {
		return found[0]
	}
	return nil
}

// children are those of one name. An element of another namespace is none of
// them, whatever its prefix looks like.
func children(parent *etree.Element, space, tag string) []*etree.Element {
	var found []*etree.Element
	for _, child := range parent.ChildElements() {
		if is(child, space, tag) {
			found = append(found, child)
		}
	}
	return found
}
