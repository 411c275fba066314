package response

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/protocol/saml/xmltree"
)

// grade is how an algorithm is taken.
type grade int

const (
	forbidden grade = iota
	weak
	good
)

// Algorithms of XML Signature that the library knows too.
const (
	rsaNames   = "http://www.w3.org/2001/04/xmldsig-more#"
	encNames   = "http://www.w3.org/2001/04/xmlenc#"
	enveloped  = nsSignature + "enveloped-signature"
	inclusive  = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	inclusive1 = "http://www.w3.org/2006/12/xml-c14n11"
)

func gradeOfMethod(uri string) grade {
	switch uri {
	case rsaNames + "rsa-sha256", rsaNames + "rsa-sha384", rsaNames + "rsa-sha512",
		rsaNames + "ecdsa-sha256", rsaNames + "ecdsa-sha384", rsaNames + "ecdsa-sha512":
		return good
	case nsSignature + "rsa-sha1", rsaNames + "ecdsa-sha1":
		return weak
	}
	return forbidden
}

func gradeOfDigest(uri string) grade {
	switch uri {
	case encNames + "sha256", rsaNames + "sha384", encNames + "sha512":
		return good
	case nsSignature + "sha1":
		return weak
	}
	return forbidden
}

// gradeOfCanonicalization is that of SignedInfo. Inclusive canonicalization
// depends on what stands around the signature; a few old providers use it there.
func gradeOfCanonicalization(uri string) grade {
	switch uri {
	case nsExclusive:
		return good
	case inclusive, inclusive1:
		return weak
	}
	return forbidden
}

// checkAlgorithms holds what a signature names against what is taken (SAML Core
// §5.4.3, §5.4.4).
func (s *signature) checkAlgorithms(signed *etree.Element) {
	info := xmltree.Child(signed, nsSignature, "SignedInfo")
	reference := xmltree.Child(info, nsSignature, "Reference")
	canonical := algorithm(info, "CanonicalizationMethod")
	s.method, s.digest = algorithm(info, "SignatureMethod"), algorithm(reference, "DigestMethod")
	s.judge("canonicalization", canonical, gradeOfCanonicalization(canonical))
	s.judge("signature_method", s.method, gradeOfMethod(s.method))
	s.judge("digest_method", s.digest, gradeOfDigest(s.digest))
	s.checkTransforms(reference)
	if text, _ := xmltree.Text(xmltree.Child(reference, nsSignature, "DigestValue")); isOfNothing(text) {
		s.forbidden = append(s.forbidden, defect{"empty_digest", "The digest is that of an empty text: the signature covers nothing."})
	}
}

func (s *signature) judge(reason, uri string, g grade) {
	what := strings.ReplaceAll(reason, "_", " ")
	switch g {
	case forbidden:
		s.forbidden = append(s.forbidden, defect{reason, "The " + what + " of the signature is not one that is taken."})
	case weak:
		if strings.HasSuffix(uri, "sha1") {
			s.weak = append(s.weak, defect{"sha1", "The " + what + " uses SHA-1, for which collisions can be made."})
			return
		}
		s.weak = append(s.weak, defect{reason, "The " + what + " depends on what stands around the signature."})
	}
}

// checkTransforms takes the signature itself away and writes the rest in
// exclusive canonical form without comments: nothing less, and nothing more.
func (s *signature) checkTransforms(reference *etree.Element) {
	var names []string
	transforms := xmltree.Child(reference, nsSignature, "Transforms")
	for _, t := range xmltree.Children(transforms, nsSignature, "Transform") {
		names = append(names, xmltree.Value(t, "Algorithm"))
		if !onlyPrefixes(t) {
			names = append(names, "with parameters")
		}
	}
	if !slices.Equal(names, []string{enveloped, nsExclusive}) || !only(transforms, "Transform") {
		s.forbidden = append(s.forbidden, defect{
			"transforms",
			"The transforms of the signature are not the two that SAML allows: taking out the signature itself, and exclusive canonicalization without comments.",
		})
	}
}

// onlyPrefixes reports whether a transform has no parameters but the prefixes of
// exclusive canonicalization.
func onlyPrefixes(transform *etree.Element) bool {
	prefixes := len(xmltree.Children(transform, nsExclusive, "InclusiveNamespaces"))
	return prefixes <= 1 && prefixes == len(transform.ChildElements())
}

func algorithm(el *etree.Element, name string) string {
	return xmltree.Value(xmltree.Child(el, nsSignature, name), "Algorithm")
}

// isOfNothing reports whether a digest is that of an empty text: what is left
// where a canonicalization fails and nobody notices.
func isOfNothing(digest string) bool {
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(digest), ""))
	if err != nil {
		return false
	}
	empty1, empty256 := sha1.Sum(nil), sha256.Sum256(nil)
	empty384, empty512 := sha512.Sum384(nil), sha512.Sum512(nil)
	for _, sum := range [][]byte{empty1[:], empty256[:], empty384[:], empty512[:]} {
		if slices.Equal(raw, sum) {
			return true
		}
	}
	return false
}
