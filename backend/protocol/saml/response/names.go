package response

// Namespaces.
const (
	nsProtocol  = "urn:oasis:names:tc:SAML:2.0:protocol"
	nsAssertion = "urn:oasis:names:tc:SAML:2.0:assertion"
	nsSignature = "http://www.w3.org/2000/09/xmldsig#"
	nsExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
)

// Identifiers of SAML Core §3.2.2.2, §8.3 and Profiles §3.3.
const (
	statusSuccess = "urn:oasis:names:tc:SAML:2.0:status:Success"
	bearer        = "urn:oasis:names:tc:SAML:2.0:cm:bearer"

	formatUnspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
	formatEmail       = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
	formatTransient   = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
	formatEntity      = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"
)

// Fields of the document that findings blame.
const (
	fieldCallback     = "callbackUrl"
	fieldIDPEntity    = "idpEntityId"
	fieldSPEntity     = "spEntityId"
	fieldCertificates = "signingCertificates"
	fieldAssertions   = "wantAssertionsSigned"
	fieldResponse     = "wantResponseSigned"
	fieldNameIDFormat = "nameIdFormat"
	fieldEmail        = "emailAttribute"
	fieldGroups       = "groupsAttribute"
	fieldDomains      = "allowedDomains"
	fieldUnsolicited  = "allowUnsolicited"
	fieldSPKey        = "spKeyPem"
	fieldSPCert       = "spCertificatePem"
)
