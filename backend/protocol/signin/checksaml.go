package signin

import (
	"fmt"
	"strings"

	"patchbay/backend/protocol/account"
)

// mostCertificates bounds the signing certificates of a provider.
const mostCertificates = 20

func (s Settings) checkSAML(c *account.Checker) {
	s.checkMetadata(c)
	c.Required("spEntityId", s.SPEntityID)
	c.Text("spEntityId", s.SPEntityID, checkEntityID)
	c.Text("idpEntityId", s.IDPEntityID, checkEntityID)
	c.Text("metadataUrl", s.MetadataURL, checkURL)
	if s.SSOURL != s.AuthURL { // else a fault is that field's
		c.Text("ssoUrl", s.SSOURL, checkURL)
	}
	c.Choice("ssoBinding", string(s.SSOBinding), string(Redirect), string(Post))
	c.Text("nameIdFormat", s.NameIDFormat, checkEntityID)
	c.Text("emailAttribute", s.EmailAttribute, nil)
	c.Text("groupsAttribute", s.GroupsAttribute, nil)
	c.Choice("loopbackAcs", string(s.LoopbackACS), string(ACSOverHTTP), string(ACSOverHTTPS))
	s.checkCertificates(c)
}

// checkMetadata wants to know the provider: by its metadata, or by what would
// stand there.
func (s Settings) checkMetadata(c *account.Checker) {
	if s.MetadataURL != "" || strings.TrimSpace(s.MetadataXML) != "" {
		return
	}
	if s.IDPEntityID == "" && s.SSOURL == "" && len(s.SigningCertificates) == 0 {
		const message = "is required: an address of metadata, or metadata as a text in metadataXml, " +
			"or idpEntityId, ssoUrl and signingCertificates"
		c.Missing = append(c.Missing, field("metadataUrl", message))
		return
	}
	const instead = "is required without metadata"
	if strings.TrimSpace(s.IDPEntityID) == "" {
		c.Missing = append(c.Missing, field("idpEntityId", instead))
	}
	if strings.TrimSpace(s.SSOURL) == "" {
		c.Missing = append(c.Missing, field("ssoUrl", instead))
	}
	if len(s.SigningCertificates) == 0 {
		c.Missing = append(c.Missing, field("signingCertificates", instead))
	}
}

func (s Settings) checkCertificates(c *account.Checker) {
	if len(s.SigningCertificates) > mostCertificates {
		c.Blame("signingCertificates", fmt.Sprintf("has more than %d certificates", mostCertificates))
		return
	}
	for i, text := range s.SigningCertificates {
		if _, err := ParseCertificate(text); err != nil {
			c.Blame("signingCertificates", fmt.Sprintf("%v (certificate %d)", err, i+1))
		}
	}
	for _, own := range []struct{ name, text string }{
		{"spCertificatePem", s.SPCertificatePEM}, {"spNextCertificatePem", s.SPNextCertificatePEM},
	} {
		if own.text == "" {
			continue
		}
		if _, err := ParseCertificate(own.text); err != nil {
			c.Blame(own.name, err.Error())
		}
	}
}

// checkEntityID follows SAML Core §8.3.6 no further than a message needs: what
// has a space in it is not the name of anything.
func checkEntityID(text string) string {
	if strings.ContainsAny(text, " \t") {
		return "contains a space"
	}
	return ""
}
