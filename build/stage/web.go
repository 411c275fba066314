package main

import (
	"crypto/tls"
	"io"
	"net/http"
)

// autoconfig is what the domain says of its servers (draft-ietf-mailmaint-autoconfig).
const autoconfig = `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="stage.test">
    <domain>stage.test</domain>
    <displayName>Stage Mail</displayName>
    <incomingServer type="imap">
      <hostname>mail.stage.test</hostname><port>993</port><socketType>SSL</socketType>
      <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>mail.stage.test</hostname><port>2465</port><socketType>SSL</socketType>
      <authentication>password-cleartext</authentication><authentication>OAuth2</authentication>
      <username>%EMAILADDRESS%</username>
    </outgoingServer>
    <outgoingServer type="smtp">
      <hostname>mail.stage.test</hostname><port>2587</port><socketType>STARTTLS</socketType>
      <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>
    </outgoingServer>
  </emailProvider>
</clientConfig>
`

// openWeb serves the domain's autoconfig file, and returns where the proxy
// finds the web server that has it.
func (s *stage) openWeb(known authority) (map[string]string, error) {
	const host = "autoconfig." + domain
	certificate, err := known.issue(host)
	if err != nil {
		return nil, err
	}
	address, err := s.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ledger.note("web", r.Host+r.URL.RequestURI())
		if r.Host != host || r.URL.Path != "/mail/config-v1.1.xml" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/xml")
		_, _ = io.WriteString(w, autoconfig)
	}), &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}})
	return map[string]string{host + ":443": address}, err
}
