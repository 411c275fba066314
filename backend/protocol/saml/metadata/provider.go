package metadata

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"
	"time"
)

// entity reads one entity; what is no identity provider is counted only.
func (r *reader) entity(start xml.StartElement, until time.Time) error {
	e := Entity{
		ID: attribute(start, "entityID"), CacheDuration: attribute(start, "cacheDuration"),
		ValidUntil: earlier(until, attribute(start, "validUntil")),
	}
	provider, organisation := false, ""
	err := r.each(func(child xml.StartElement) error {
		switch {
		case child.Name == md("IDPSSODescriptor") && speaksSAML2(child):
			provider = true
			return r.provider(child, &e)
		case child.Name == md("Organization"):
			return r.organisation(&organisation)
		}
		return r.skip()
	})
	if err != nil {
		return err
	}
	if !provider {
		r.doc.Others++
		return nil
	}
	if len(r.doc.Entities) == maxEntities {
		return &Error{Reason: TooMany}
	}
	e.Name = cmp.Or(e.Name, organisation)
	r.doc.Entities = append(r.doc.Entities, e)
	return nil
}

func speaksSAML2(start xml.StartElement) bool {
	return slices.Contains(strings.Fields(attribute(start, "protocolSupportEnumeration")), protocol)
}

// provider reads an IDPSSODescriptor (SAML Metadata §2.4.3).
func (r *reader) provider(start xml.StartElement, e *Entity) error {
	e.ValidUntil = earlier(e.ValidUntil, attribute(start, "validUntil"))
	e.CacheDuration = cmp.Or(attribute(start, "cacheDuration"), e.CacheDuration)
	e.WantsSigned = e.WantsSigned || isTrue(attribute(start, "WantAuthnRequestsSigned"))
	return r.each(func(child xml.StartElement) error {
		switch child.Name {
		case md("KeyDescriptor"):
			if attribute(child, "use") == "encryption" {
				return r.skip()
			}
			return r.key(e)
		case md("SingleSignOnService"):
			e.addEndpoint(Endpoint{Binding: attribute(child, "Binding"), URL: attribute(child, "Location")})
		case md("NameIDFormat"):
			format, err := r.text()
			e.addFormat(format)
			return err
		case md("Extensions"):
			return r.extensions(e)
		}
		return r.skip()
	})
}

func isTrue(text string) bool { return text == "true" || text == "1" }

func (e *Entity) addEndpoint(endpoint Endpoint) {
	known := endpoint.Binding == BindingRedirect || endpoint.Binding == BindingPost
	if known && endpoint.URL != "" && len(e.SignOn) < maxEach {
		e.SignOn = append(e.SignOn, endpoint)
	}
}

func (e *Entity) addFormat(format string) {
	if format != "" && !slices.Contains(e.NameIDFormats, format) && len(e.NameIDFormats) < maxEach {
		e.NameIDFormats = append(e.NameIDFormats, format)
	}
}

func (e *Entity) addProblem(problem string) {
	if !slices.Contains(e.Problems, problem) && len(e.Problems) < maxEach {
		e.Problems = append(e.Problems, problem)
	}
}

// key reads the certificates of a KeyDescriptor, however deep they lie.
func (r *reader) key(e *Entity) error {
	found := false
	var inside func(xml.StartElement) error
	inside = func(child xml.StartElement) error {
		if child.Name != (xml.Name{Space: namespaceSig, Local: "X509Certificate"}) {
			return r.each(inside)
		}
		found = true
		text, err := r.text()
		if err != nil {
			return err
		}
		if r.keys++; r.keys > maxKeys {
			return &Error{Reason: TooMany}
		}
		e.addCertificate(text)
		return nil
	}
	err := r.each(inside)
	if !found {
		e.addProblem("a signing key has no certificate")
	}
	return err
}

func (e *Entity) addCertificate(text string) {
	certificate, problem := readCertificate(text)
	if problem != "" {
		e.addProblem(problem)
	}
	if certificate == nil || len(e.Certificates) == maxEach {
		return
	}
	for _, known := range e.Certificates {
		if known.Equal(certificate) {
			return
		}
	}
	e.Certificates = append(e.Certificates, certificate)
}

// extensions looks for the name that a provider shows to people.
func (r *reader) extensions(e *Entity) error {
	return r.each(func(child xml.StartElement) error {
		if child.Name != (xml.Name{Space: namespaceUI, Local: "UIInfo"}) {
			return r.skip()
		}
		return r.each(func(child xml.StartElement) error {
			if child.Name != (xml.Name{Space: namespaceUI, Local: "DisplayName"}) {
				return r.skip()
			}
			return r.name(child, &e.Name)
		})
	})
}

func (r *reader) organisation(name *string) error {
	return r.each(func(child xml.StartElement) error {
		if child.Name != md("OrganizationDisplayName") {
			return r.skip()
		}
		return r.name(child, name)
	})
}

// name takes the first name, and the English one where there is one.
func (r *reader) name(start xml.StartElement, name *string) error {
	text, err := r.text()
	const most = 200
	if err != nil || len(text) > most {
		return err
	}
	for _, a := range start.Attr {
		if a.Name.Local == "lang" && a.Value == "en" {
			*name = text
		}
	}
	*name = cmp.Or(*name, text)
	return nil
}
