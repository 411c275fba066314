package metadata

// Reason says why metadata was refused.
type Reason string

// The closed set of reasons.
const (
	Empty       Reason = "empty"
	TooLarge    Reason = "too_large"
	HTML        Reason = "html"        // a web page, often one to sign in at
	JSON        Reason = "json"        // a discovery document of OpenID Connect
	PEM         Reason = "certificate" // only a certificate
	NotXML      Reason = "not_xml"
	Encoding    Reason = "encoding" // not in the encoding that it names
	Doctype     Reason = "doctype"
	TooDeep     Reason = "too_deep"
	TooMany     Reason = "too_many" // more providers or certificates than are read
	NotMetadata Reason = "not_metadata"
	NoProvider  Reason = "no_provider" // no identity provider that speaks SAML 2.0
)

// Error is why metadata was refused.
type Error struct {
	Reason Reason
	// Detail is finer: the parser's words, or the name of the root element.
	Detail string
}

// Error says why.
func (e *Error) Error() string {
	if e.Detail == "" {
		return string(e.Reason)
	}
	return string(e.Reason) + ": " + e.Detail
}
