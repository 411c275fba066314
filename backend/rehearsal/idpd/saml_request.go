package idpd

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// authnRequest is what the server reads of a request (SAML Core §3.4.1).
type authnRequest struct {
	XMLName      xml.Name     `xml:"urn:oasis:names:tc:SAML:2.0:protocol AuthnRequest"`
	ID           string       `xml:"ID,attr"`
	Version      string       `xml:"Version,attr"`
	ACS          string       `xml:"AssertionConsumerServiceURL,attr"`
	Issuer       string       `xml:"urn:oasis:names:tc:SAML:2.0:assertion Issuer"`
	NameIDPolicy nameIDPolicy `xml:"urn:oasis:names:tc:SAML:2.0:protocol NameIDPolicy"`
	IsPassive    bool         `xml:"IsPassive,attr"`
}

type nameIDPolicy struct {
	Format string `xml:"Format,attr"`
}

// Parameters of both bindings (SAML Bindings §3.4.4, §3.5.4).
const (
	paramRequest    = "SAMLRequest"
	paramResponse   = "SAMLResponse"
	paramRelayState = "RelayState"
	// fieldDeflated comes back from the sign-in page with a request of the
	// redirect binding.
	fieldDeflated = "rehearsal_deflated"
)

// readRequest reads the request of either binding.
func readRequest(encoded string, deflated bool) (authnRequest, error) {
	var request authnRequest
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return request, fmt.Errorf("SAMLRequest is not base64: %w", err)
	}
	if deflated {
		// A bomb ends where a request would never (SAML Bindings §3.4.4.1).
		raw, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw)), maxRequest))
		if err != nil {
			return request, fmt.Errorf("SAMLRequest cannot be inflated: %w", err)
		}
	}
	if err := xml.Unmarshal(raw, &request); err != nil {
		return request, fmt.Errorf("SAMLRequest is not an AuthnRequest: %w", err)
	}
	if request.ID == "" || request.Version != "2.0" {
		return request, errors.New("SAMLRequest has no ID, or is not of version 2.0")
	}
	return request, nil
}

// sso is the single sign-on service (SAML Profiles §4.1.4): first the page, then
// the answer to whoever was chosen there.
func (s *Server) sso(x *exchange) {
	deflated := x.r.Method == http.MethodGet || x.form(fieldDeflated) != ""
	request, err := readRequest(x.form(paramRequest), deflated)
	if err != nil {
		x.refuse(refusal{http.StatusBadRequest, "invalid_request", err.Error()})
		return
	}
	if refused := unanswerable(x, request); refused != nil {
		x.refuse(*refused)
		return
	}
	chosen := x.form(fieldPerson)
	person, known := personOf(chosen)
	switch {
	case chosen == personNobody, known && x.acted.denied, request.IsPassive:
		s.respond(x, s.refusedResponse(request))
	case !known:
		x.page(people(), x.form("login_hint"), pathSSO, ssoFields(x, deflated), request.ACS)
	case x.acted.silent:
		x.nothing()
	default:
		s.respond(x, s.response(request, person))
	}
}

func unanswerable(x *exchange, request authnRequest) *refusal {
	switch {
	case x.acted.page != nil:
		return x.acted.page
	case request.Issuer == "":
		return &refusal{http.StatusBadRequest, "unknown_issuer", "The request names no issuer."}
	case !registered(request.ACS):
		return &refusal{
			http.StatusBadRequest, "acs_mismatch",
			"The assertion consumer service " + request.ACS + " is not registered: take one on this machine, or under an example domain.",
		}
	}
	return nil
}

// ssoFields are what the page sends along with the choice.
func ssoFields(x *exchange, deflated bool) url.Values {
	fields := url.Values{paramRequest: {x.form(paramRequest)}}
	if deflated {
		fields.Set(fieldDeflated, "yes")
	}
	if relayState := x.form(paramRelayState); relayState != "" {
		fields.Set(paramRelayState, relayState)
	}
	return fields
}
