package preset

import (
	"fmt"
	"strings"
)

// adfsSAML is what AD FS Management asks for, and the same as PowerShell.
func (w *writer) adfsSAML() {
	w.at("AD FS Management > Relying Party Trusts > Add Relying Party Trust > Claims aware > Enter data manually")
	w.put("Display name", w.s.Name, "")
	w.put("Relying party trust identifier", w.s.SPEntityID, "")
	w.redirects("Endpoints > Add SAML > SAML Assertion Consumer, binding POST")
	w.signing("Signature > Add")
	w.put("Advanced > Secure hash algorithm", "SHA-256", "")
	w.at("AD FS Management > Relying Party Trusts > the trust > Edit Claim Issuance Policy")
	w.put("Rule 1: Send LDAP Attributes as Claims", "E-Mail-Addresses > E-Mail Address", "")
	w.put("Rule 2: Transform an Incoming Claim", "E-Mail Address > Name ID, format Email", "Without it there is no NameID.")
	w.at("PowerShell on the AD FS server")
	w.put("All of it", w.relyingPartyScript(), "")
	w.at("Bring back")
	w.bring("Metadata", "Its address is https://, the federation service name and /FederationMetadata/2007-06/FederationMetadata.xml.")
}

// relyingPartyScript makes the trust with its endpoints and claim rules.
func (w *writer) relyingPartyScript() string {
	var b strings.Builder
	names := make([]string, 0, 2)
	for index, address := range []string{w.s.CallbackURL, w.test} {
		if address == "" {
			continue
		}
		name := fmt.Sprintf("$acs%d", index)
		names = append(names, name)
		fmt.Fprintf(&b, "%s = New-AdfsSamlEndpoint -Binding POST -Protocol SAMLAssertionConsumer -Uri %s -Index %d -IsDefault $%t\n", name, powerShell(address), index, len(names) == 1)
	}
	if len(names) == 0 {
		return ""
	}
	b.WriteString(`$rules = @'
@RuleTemplate = "LdapClaims"
c:[Type == "http://schemas.microsoft.com/ws/2008/06/identity/claims/windowsaccountname", Issuer == "AD AUTHORITY"]
 => issue(store = "Active Directory", types = ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"), query = ";mail;{0}", param = c.Value);
c:[Type == "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"]
 => issue(Type = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier", Value = c.Value,
    Properties["http://schemas.xmlsoap.org/ws/2005/05/identity/claimproperties/format"] = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");
'@
`)
	fmt.Fprintf(&b, "Add-AdfsRelyingPartyTrust -Name %s -Identifier %s -SamlEndpoint %s -IssuanceTransformRules $rules", powerShell(w.s.Name), powerShell(w.s.SPEntityID), strings.Join(names, ", "))
	b.WriteString(" -AccessControlPolicyName 'Permit everyone' -SignatureAlgorithm 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'")
	if w.s.WantResponseSigned {
		b.WriteString(" -SamlResponseSignature MessageAndAssertion")
	}
	return b.String()
}

func (w *writer) adfs() {
	w.at("AD FS Management > Application Groups > Add Application Group > Server application accessing a web API")
	w.put("Name", w.s.Name, "")
	w.redirects("Redirect URI")
	w.bring("Client Identifier", "Copy it into Client ID here.")
	w.bring("Generate a shared secret", "Copy it into Client secret here: it is shown once.")
	w.put("Configure Application Permissions > Permitted scopes", strings.Join(w.s.Scopes, " "), "")
	w.at("PowerShell on the AD FS server")
	w.put("The client", "Add-AdfsServerApplication -ApplicationGroupIdentifier "+powerShell(w.s.Name)+" -Name "+powerShell(w.s.Name)+
		" -Identifier "+powerShell(w.s.ClientID)+" -RedirectUri "+strings.Join(w.quotedRedirects(), ",")+" -GenerateClientSecret", "The group is made first with New-AdfsApplicationGroup.")
}

func (w *writer) quotedRedirects() []string {
	var all []string
	for _, address := range []string{w.s.CallbackURL, w.test} {
		if address != "" {
			all = append(all, powerShell(address))
		}
	}
	return all
}

// powerShell quotes a text: everything is literal between single quotes, of
// which PowerShell knows five.
func powerShell(text string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range text {
		if strings.ContainsRune("'‘’‚‛", r) {
			b.WriteRune(r)
		}
		if r >= ' ' && r != '\u007f' {
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}
