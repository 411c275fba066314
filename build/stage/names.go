package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net"

	"patchbay/build/peers"
)

// zone has the stage's host at one address, a domain with everything that
// receivers look for, and one with nothing of it.
func zone(ip net.IP) (string, error) {
	signing, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(`
mail.stage.test. A %[1]s
old.stage.test. A %[1]s
smtp.elsewhere.test. A %[1]s
stage.test. MX 10 mail.stage.test.
stage.test. TXT "v=spf1 a:mail.stage.test -all"
_dmarc.stage.test. TXT "v=DMARC1; p=reject"
mail._domainkey.stage.test. TXT "v=DKIM1; k=ed25519; p=%[2]s"
_submissions._tcp.stage.test. SRV 0 1 2465 mail.stage.test.
_submission._tcp.stage.test. SRV 0 1 2587 smtp.elsewhere.test.
broken.test. TXT "ownership=1"
`, ip, base64.StdEncoding.EncodeToString(signing)), nil
}

// openNameServer answers for the names of the stage, and notes every question.
func (s *stage) openNameServer(ip net.IP) (*peers.NameServer, error) {
	names, err := zone(ip)
	if err != nil {
		return nil, err
	}
	server, err := peers.StartNameServer(ip.String(), names, func(kind, name string) {
		s.ledger.note("dns", kind+" "+name)
	})
	if err != nil {
		return nil, err
	}
	s.later(server.Close)
	return server, nil
}
