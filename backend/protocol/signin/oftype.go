package signin

// OfType leaves out what belongs to other types than the settings': a form may
// still hold it after the type was changed. Settings of no known type stay as
// they are.
func (s Settings) OfType() Settings {
	switch s.Type {
	case OIDC:
		s.dropOAuth2()
		s.dropSAML()
	case OAuth2:
		s.dropOIDC()
		s.dropSAML()
	case SAML:
		s.dropClient()
		s.dropOIDC()
		s.dropOAuth2()
	}
	return s
}

// dropClient leaves out what OpenID Connect and OAuth 2.0 have in common.
func (s *Settings) dropClient() {
	s.ClientID, s.ClientSecretExpires, s.Scopes = "", "", nil
	s.ClientAuth, s.PKCE, s.TokenURL, s.UserInfoURL = "", nil, "", ""
}

func (s *Settings) dropOIDC() {
	s.Issuer, s.Prompt, s.EmailClaim, s.GroupsClaim = "", "", "", ""
}

func (s *Settings) dropOAuth2() { s.EmailPath, s.IDPath, s.EmailsURL = "", "", "" }

func (s *Settings) dropSAML() {
	s.MetadataURL, s.MetadataXML, s.IDPEntityID = "", "", ""
	s.SSOURL, s.SSOBinding, s.SigningCertificates = "", "", nil
	s.SPEntityID, s.NameIDFormat, s.SignRequests = "", "", false
	s.WantAssertionsSigned, s.WantResponseSigned = nil, false
	s.EmailAttribute, s.GroupsAttribute, s.ForceAuthn = "", "", false
	s.LoopbackACS, s.AllowUnsolicited = "", false
	s.SPCertificatePEM, s.SPNextCertificatePEM = "", ""
}
