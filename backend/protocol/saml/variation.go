package saml

import (
	"strconv"

	"patchbay/backend/protocol/signin"
)

// variation is one request that may differ from what the settings ask for.
type variation struct {
	setting, label, value string
	patch                 any // the value in a document
	current               bool

	format  string
	binding signin.Binding
	address string
	signed  bool
}

func (s *session) asIs() variation {
	return variation{
		format: s.settings.NameIDFormat, binding: s.provider.binding, address: s.provider.signOn.URL,
		signed: s.settings.SignRequests && len(s.pairs) > 0,
	}
}

// variations are the values of each setting, the present one among them.
func (s *session) variations() []variation {
	return append(append(s.formats(), s.bindings()...), s.signatures()...)
}

func (s *session) formats() []variation {
	const address = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
	all := []string{"", address}
	if s.settings.NameIDFormat != "" {
		all[1] = s.settings.NameIDFormat
	}
	var variations []variation
	for _, format := range all {
		v := s.asIs()
		v.setting, v.value, v.patch, v.format = "nameIdFormat", format, format, format
		v.label = "NameIDPolicy: " + format
		if format == "" {
			v.label = "NameIDPolicy: omitted"
		}
		v.current = format == s.settings.NameIDFormat
		variations = append(variations, v)
	}
	return variations
}

func (s *session) bindings() []variation {
	var variations []variation
	for _, binding := range []signin.Binding{signin.Redirect, signin.Post} {
		v := s.asIs()
		v.setting, v.value, v.patch, v.binding = "ssoBinding", string(binding), binding, binding
		v.label, v.current = "Binding: "+words(binding), binding == s.provider.binding
		if e := s.provider.entity; e != nil && e.SignOnURL(urn(binding)) != "" && s.given.SSOURL == "" && s.given.AuthURL == "" {
			v.address = e.SignOnURL(urn(binding))
		}
		variations = append(variations, v)
	}
	return variations
}

func (s *session) signatures() []variation {
	var variations []variation
	for _, signed := range []bool{false, true} {
		if signed && (len(s.pairs) == 0 || s.madeForRun) {
			continue // with a key that the provider cannot know
		}
		v := s.asIs()
		v.setting, v.value, v.patch, v.signed = "signRequests", strconv.FormatBool(signed), signed, signed
		v.label, v.current = "Requests: "+map[bool]string{true: "signed", false: "not signed"}[signed], signed == s.settings.SignRequests
		variations = append(variations, v)
	}
	return variations
}
