package dial

import (
	"crypto/x509"
	"strings"
)

// product is a name that stands in the issuer of the certificates which a
// product makes for opening encrypted traffic: lower case, other characters
// than letters and digits as one blank, blanks around it for a whole word.
type product struct{ sign, name string }

func inspectionProducts() []product {
	return []product{
		{" avast", "Avast"},
		{" avg ", "AVG"},
		{" kaspersky", "Kaspersky"},
		{" eset ", "ESET"},
		{" bitdefender", "Bitdefender"},
		{" zscaler", "Zscaler"},
		{" fortinet", "Fortinet"},
		{" fortigate", "Fortinet"},
		{" sophos", "Sophos"},
		{" netskope", "Netskope"},
		{" goskope", "Netskope"},
		{" palo alto", "Palo Alto Networks"},
		{" cisco umbrella", "Cisco Umbrella"},
		{" opendns", "Cisco Umbrella"},
		{" check point", "Check Point"},
		{" blue coat", "Symantec (Blue Coat)"},
		{" bluecoat", "Symantec (Blue Coat)"},
		{" symantec web security", "Symantec (Blue Coat)"},
		{" trend micro", "Trend Micro"},
		{" forcepoint", "Forcepoint"},
		{" websense", "Forcepoint"},
		{" barracuda", "Barracuda"},
		{" mcafee", "McAfee (Skyhigh)"},
		{" skyhigh", "McAfee (Skyhigh)"},
		{" mitmproxy", "mitmproxy"},
		{" fiddler", "Fiddler"},
		{" charles proxy", "Charles"},
		{" portswigger", "Burp"},
	}
}

// inspectedBy returns the product that issued a certificate of the chain, by
// the issuer's name; "" when none is recognised.
func inspectedBy(chain []*x509.Certificate) string {
	for _, c := range chain[:min(len(chain), maxChain)] {
		issuer := asWords(c.Issuer.String())
		for _, p := range inspectionProducts() {
			if strings.Contains(issuer, p.sign) {
				return p.name
			}
		}
	}
	return ""
}

// asWords brings a name into the form of a product's sign.
func asWords(name string) string {
	fields := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return " " + strings.Join(fields, " ") + " "
}
