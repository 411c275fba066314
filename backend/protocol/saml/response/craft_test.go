package response_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/response"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// The two sides of every crafted sign-in.
const (
	acs       = "http://127.0.0.1:47800/acs"
	spEntity  = "https://app.example/saml"
	idpEntity = "https://idp.example/metadata"
	requestID = "_request1"
	relay     = "relay1"
)

const (
	more      = "http://www.w3.org/2001/04/xmldsig-more#"
	xmlsig    = "http://www.w3.org/2000/09/xmldsig#"
	exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
	enveloped = xmlsig + "enveloped-signature"
	sha256URI = "http://www.w3.org/2001/04/xmlenc#sha256"
)

func now() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }

// signer makes signatures, right ones and wrong ones.
type signer struct {
	key         crypto.Signer
	certificate *x509.Certificate

	method, digest, canonical string
	transforms                []string
	hash                      crypto.Hash
	uri                       *string // nil is the ID of the element
	noKeyInfo                 bool
	rawECDSA                  bool
	prefix                    string // of the signature's elements; "" is the default namespace
	prefixes                  string // InclusiveNamespaces of exclusive canonicalization
	loose                     bool   // white space between the elements, as Java writes it
}

// issue makes a signer with a certificate that is valid in between.
func issue(key crypto.Signer, from, until time.Time) signer {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(from.Unix() + 1), Subject: pkix.Name{CommonName: "idp.example signing"},
		NotBefore: from, NotAfter: until,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	s := signer{
		key: key, certificate: certificate, method: more + "rsa-sha256", digest: sha256URI,
		canonical: exclusive, transforms: []string{enveloped, exclusive}, hash: crypto.SHA256, prefix: "ds:",
	}
	if _, ok := key.(*ecdsa.PrivateKey); ok {
		s.method = more + "ecdsa-sha256"
	}
	return s
}

func rsaKey(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// keyring holds the keys of a test run, because they take long to make.
type keyring struct {
	trusted, foreign, weak, curve, expired signer
	own, other                             *rsa.PrivateKey // of the service provider
}

func keys() keyring {
	onceKeys.Do(func() {
		from, until := now().AddDate(-1, 0, 0), now().AddDate(1, 0, 0)
		curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			panic(err)
		}
		trusted := rsaKey(2048)
		theKeys = keyring{
			trusted: issue(trusted, from, until), foreign: issue(rsaKey(2048), from, until),
			weak: issue(rsaKey(1024), from, until), curve: issue(curve, from, until),
			expired: issue(trusted, from.AddDate(-3, 0, 0), from), own: rsaKey(2048), other: rsaKey(2048),
		}
	})
	return theKeys
}

var (
	onceKeys sync.Once
	theKeys  keyring
)

const template = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response1" Version="2.0" IssueInstant="2026-11-22T10:00:00Z" Destination="` + acs + `" InResponseTo="` + requestID + `">` +
	`<saml:Issuer>` + idpEntity + `</saml:Issuer>` +
	`<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` +
	`<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion1" Version="2.0" IssueInstant="2026-11-22T10:00:00Z">` +
	`<saml:Issuer>` + idpEntity + `</saml:Issuer>` +
	`<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ada@example.com</saml:NameID>` +
	`<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="` + requestID + `" Recipient="` + acs + `" NotOnOrAfter="2026-11-22T10:05:00Z"/></saml:SubjectConfirmation></saml:Subject>` +
	`<saml:Conditions NotBefore="2026-11-22T09:59:30Z" NotOnOrAfter="2026-11-22T10:05:00Z"><saml:AudienceRestriction><saml:Audience>` + spEntity + `</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
	`<saml:AuthnStatement AuthnInstant="2026-11-22T09:59:00Z" SessionIndex="_session1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
	`<saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>ada@example.com</saml:AttributeValue></saml:Attribute>` +
	`<saml:Attribute Name="groups"><saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>admins</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>` +
	`</saml:Assertion></samlp:Response>`

// crafted is a response in the making.
type crafted struct {
	doc *etree.Document
}

func craft() *crafted { return parse(template) }

func parse(text string) *crafted {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(text); err != nil {
		panic(err)
	}
	return &crafted{doc}
}

func (c *crafted) root() *etree.Element { return c.doc.Root() }

// at finds an element by its names below the response.
func (c *crafted) at(path string) *etree.Element {
	el := c.root().FindElement("./" + path)
	if el == nil {
		panic(path)
	}
	return el
}

func (c *crafted) assertion() *etree.Element { return c.at("Assertion") }

// set sets an attribute, or takes it away.
func (c *crafted) set(path, attribute, value string) *crafted {
	el := c.root()
	if path != "" {
		el = c.at(path)
	}
	if value == "" {
		el.RemoveAttr(attribute)
		return c
	}
	el.CreateAttr(attribute, value)
	return c
}

func (c *crafted) text(path, text string) *crafted {
	c.at(path).SetText(text)
	return c
}

func (c *crafted) drop(path string) *crafted {
	el := c.at(path)
	el.Parent().RemoveChild(el)
	return c
}

// add puts XML at the end of an element.
func (c *crafted) add(path, text string) *crafted {
	el := c.root()
	if path != "" {
		el = c.at(path)
	}
	for _, child := range fragments(text) {
		el.AddChild(child)
	}
	return c
}

func fragments(text string) []etree.Token {
	doc := etree.NewDocument()
	if err := doc.ReadFromString("<w>" + text + "</w>"); err != nil {
		panic(err)
	}
	return slices.Clone(doc.Root().Child)
}

// sign puts a signature into an element, behind its issuer.
func (c *crafted) sign(el *etree.Element, s signer) *crafted {
	el.InsertChildAt(issuerOf(el).Index()+1, s.signature(el))
	return c
}

func issuerOf(el *etree.Element) *etree.Element { return el.FindElement("./Issuer") }

// signature signs an element.
func (s signer) signature(el *etree.Element) *etree.Element {
	uri := "#" + el.SelectAttrValue("ID", "")
	if s.uri != nil {
		uri = *s.uri
	}
	return s.signatureOf(s.reference(uri, s.sum(s.canonicalOf(el))))
}

func (s signer) canonicalOf(el *etree.Element) []byte {
	canonicalizer := dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList(s.prefixes)
	if s.prefixes != "" {
		el = xmltree.Detach(el)
	}
	if slices.Contains(s.transforms, exclusive+"WithComments") {
		canonicalizer = dsig.MakeC14N10ExclusiveWithCommentsCanonicalizerWithPrefixList("")
	}
	if slices.Contains(s.transforms, "http://www.w3.org/2006/12/xml-c14n11") {
		canonicalizer = dsig.MakeC14N11Canonicalizer()
		el = el.Copy()
		el.CreateAttr("xmlns:samlp", "urn:oasis:names:tc:SAML:2.0:protocol") // it holds there too
	}
	raw, err := canonicalizer.Canonicalize(el.Copy())
	if err != nil {
		panic(err)
	}
	return raw
}

func (s signer) sum(raw []byte) []byte {
	h := s.hash.New()
	h.Write(raw)
	return h.Sum(nil)
}

func (s signer) reference(uri string, digest []byte) *etree.Element {
	reference := etree.NewElement(s.prefix + "Reference")
	reference.CreateAttr("URI", uri)
	transforms := reference.CreateElement(s.prefix + "Transforms")
	for _, algorithm := range s.transforms {
		transform := transforms.CreateElement(s.prefix + "Transform")
		transform.CreateAttr("Algorithm", algorithm)
		if algorithm == exclusive && s.prefixes != "" {
			names := transform.CreateElement("ec:InclusiveNamespaces")
			names.CreateAttr("xmlns:ec", exclusive)
			names.CreateAttr("PrefixList", s.prefixes)
		}
	}
	reference.CreateElement(s.prefix+"DigestMethod").CreateAttr("Algorithm", s.digest)
	reference.CreateElement(s.prefix + "DigestValue").SetText(base64.StdEncoding.EncodeToString(digest))
	return reference
}

func (s signer) signatureOf(references ...*etree.Element) *etree.Element {
	signature := etree.NewElement(s.prefix + "Signature")
	signature.CreateAttr(strings.TrimSuffix("xmlns:"+s.prefix, ":"), xmlsig)
	info := signature.CreateElement(s.prefix + "SignedInfo")
	info.CreateElement(s.prefix+"CanonicalizationMethod").CreateAttr("Algorithm", s.canonical)
	info.CreateElement(s.prefix+"SignatureMethod").CreateAttr("Algorithm", s.method)
	for _, reference := range references {
		info.AddChild(reference)
	}
	if s.loose {
		etree.NewDocumentWithRoot(signature).Indent(2)
	}
	value := base64.StdEncoding.EncodeToString(s.sign(s.sum(signedInfo(info))))
	if s.loose {
		value = value[:76] + "\r\n  " + value[76:] + "\r\n"
	}
	signature.CreateElement(s.prefix + "SignatureValue").SetText(value)
	if !s.noKeyInfo {
		info := signature.CreateElement(s.prefix + "KeyInfo")
		info.CreateElement(s.prefix + "KeyName").SetText("k1")
		info.CreateElement(s.prefix + "X509Data").CreateElement(s.prefix + "X509Certificate").
			SetText(base64.StdEncoding.EncodeToString(s.certificate.Raw))
	}
	if parent := signature.Parent(); parent != nil {
		parent.RemoveChild(signature)
	}
	return signature
}

// sign signs a digest.
func (s signer) sign(digest []byte) []byte {
	if key, ok := s.key.(*ecdsa.PrivateKey); ok && s.rawECDSA {
		r, value, err := ecdsa.Sign(rand.Reader, key, digest)
		if err != nil {
			panic(err)
		}
		return append(r.FillBytes(make([]byte, 32)), value.FillBytes(make([]byte, 32))...)
	}
	value, err := s.key.Sign(rand.Reader, digest, s.hash)
	if err != nil {
		panic(err)
	}
	return value
}

// signedInfo is what a signature is computed over.
func signedInfo(info *etree.Element) []byte {
	alone := info.Copy()
	alone.CreateAttr(strings.TrimSuffix("xmlns:"+info.Space, ":"), xmlsig)
	raw, err := dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("").Canonicalize(alone)
	if err != nil {
		panic(err)
	}
	return raw
}

// answer is what the browser posts.
func (c *crafted) answer() signin.Answer {
	c.doc.WriteSettings.CanonicalText = true
	text, err := c.doc.WriteToString()
	if err != nil {
		panic(err)
	}
	return post(text)
}

func post(text string) signin.Answer {
	return signin.Answer{
		Values:   url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString([]byte(text))}, "RelayState": {relay}},
		Location: acs, Method: http.MethodPost,
	}
}

// expected is what the crafted responses are held against.
func expected() response.Expected {
	return response.Expected{
		ACS: acs, SPEntityID: spEntity, IDPEntityID: idpEntity,
		Certificates: []*x509.Certificate{keys().trusted.certificate},
		RequestID:    requestID, RelayState: relay, WantAssertionsSigned: true,
		Now: now, Settings: signin.Settings{Type: signin.SAML}, At: signin.Location{URL: acs},
	}
}

// validate runs the checks.
func validate(e response.Expected, a signin.Answer) proof.Report {
	rec := proof.NewRecorder(proof.Report{Subject: "saml"}, nil, nil)
	response.Validate(rec, e, a)
	return rec.Report()
}

// with lists the checks that have a verdict, and with the reason of each finding.
func with(report proof.Report, verdict proof.Verdict) string {
	var all []string
	for _, step := range report.Steps {
		if step.Verdict != verdict {
			continue
		}
		name := step.Name
		if step.Finding != nil {
			name += ":" + step.Finding.Reason
			for _, also := range step.Also {
				name += "+" + also.Reason
			}
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// stepOf returns one check.
func stepOf(t *testing.T, report proof.Report, id string) proof.Step {
	t.Helper()
	for _, step := range report.Steps {
		if step.Name == id {
			return step
		}
	}
	t.Fatalf("there is no %s", id)
	return proof.Step{}
}
