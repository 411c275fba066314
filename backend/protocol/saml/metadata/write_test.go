package metadata_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/saml/metadata"
)

func TestTheMetadataWritten(t *testing.T) {
	now, next := certificate(t, "now"), certificate(t, "next")
	sp := metadata.SP{
		EntityID: `https://app.example/?a=1&b="<x>"`, ACS: "https://app.example/saml/acs", ProofACS: "http://127.0.0.1:47800/acs",
		NameIDFormat:  "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
		SignsRequests: true, WantsSigned: true, Certificate: now, NextCertificate: next,
	}
	got, err := sp.Write()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(asBase64(now), "NOW", asBase64(next), "NEXT").Replace(string(got))
	want := `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://app.example/?a=1&amp;b=&quot;&lt;x&gt;&quot;">
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>NOW</ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>NEXT</ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:KeyDescriptor use="encryption">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>NOW</ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
      <md:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>
      <md:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes128-gcm"/>
      <md:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>
    </md:KeyDescriptor>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://app.example/saml/acs" index="0" isDefault="true"/>
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="http://127.0.0.1:47800/acs" index="1"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
}

// TestTheOrderIsTheSchemas: of all combinations, the children of the role come in
// the order of SAML Metadata §2.4.2 and §2.4.4.
func TestTheOrderIsTheSchemas(t *testing.T) {
	order := []string{"KeyDescriptor", "NameIDFormat", "AssertionConsumerService"}
	c := certificate(t, "c")
	for bits := range 1 << 5 {
		sp := metadata.SP{EntityID: "urn:sp", SignsRequests: bits&1 != 0}
		if bits&2 != 0 {
			sp.Certificate = c
		}
		if bits&4 != 0 {
			sp.NameIDFormat = "urn:f"
		}
		if bits&8 != 0 {
			sp.ProofACS = "http://127.0.0.1/acs"
		}
		if bits&16 != 0 || bits&8 == 0 {
			sp.ACS = "https://app.example/acs"
		}
		raw, err := sp.Write()
		if err != nil {
			t.Fatal(err)
		}
		doc := etree.NewDocument()
		if err := doc.ReadFromBytes(raw); err != nil {
			t.Fatal(err)
		}
		at, defaults := 0, 0
		for _, child := range doc.Root().ChildElements()[0].ChildElements() {
			for at < len(order) && order[at] != child.Tag {
				at++
			}
			if child.SelectAttrValue("isDefault", "") == "true" {
				defaults++
			}
		}
		if at >= len(order) || defaults != 1 {
			t.Errorf("out of order, or %d defaults:\n%s", defaults, raw)
		}
	}
}

func TestNoCharacterBreaksTheMetadata(t *testing.T) {
	for _, text := range []string{"a\x00", "a\nb", "\xff", "a\uFFFE"} {
		if _, err := (metadata.SP{EntityID: text, ACS: "https://app.example"}).Write(); !errors.Is(err, metadata.ErrCharacter) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
