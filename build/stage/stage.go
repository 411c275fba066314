package main

import (
	"crypto/rand"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The names of the stage. They end in .test, which no name server but its own
// ever answers for (RFC 6761 §6.2).
const (
	domain    = "stage.test"
	mailHost  = "mail.stage.test"
	otherHost = "old.stage.test"

	user   = "alice@stage.test"
	owned  = "sales@stage.test"
	denied = "bob@stage.test"

	dkimSelector = "mail"
)

// stage is everything that was put up, to be taken down in reverse.
type stage struct {
	ledger ledger
	down   []func() error
	mail   mailBill
}

func (s *stage) later(down func() error) { s.down = append(s.down, down) }

// close takes everything down.
func (s *stage) close() error {
	var errs []error
	for _, down := range slices.Backward(s.down) {
		errs = append(errs, down())
	}
	return errors.Join(errs...)
}

// open puts everything up. What stands is for close to take down, also after
// an error.
func (s *stage) open() (playbill, error) {
	s.mail = mailBill{
		Host: mailHost, OtherHost: otherHost, StartTLS: startTLSPort, ImplicitTLS: implicitTLSPort,
		OddPort: oddPort, PrivatePort: privatePort, Dead: deadPort, User: user, Owned: owned, Denied: denied,
		Password: "mail-" + strings.ToLower(rand.Text()), Selector: dkimSelector,
	}
	known, err := newAuthority("Stage CA")
	if err != nil {
		return playbill{}, err
	}
	private, err := newAuthority("Stage private CA")
	if err != nil {
		return playbill{}, err
	}
	tokens, bill, err := s.openProvider()
	if err != nil {
		return playbill{}, err
	}
	postfix, err := s.openMail(known, private, tokens)
	if err != nil {
		return playbill{}, err
	}
	ip, err := s.openPorts(postfix)
	if err != nil {
		return playbill{}, err
	}
	return s.openNames(ip, known, playbill{OAuth2: bill})
}

// openNames puts up what is found under names.
func (s *stage) openNames(ip net.IP, known authority, bill playbill) (playbill, error) {
	names, err := s.openNameServer(ip)
	if err != nil {
		return playbill{}, err
	}
	bill.Resolver = names.Address
	web, err := s.openWeb(known)
	if err != nil {
		return playbill{}, err
	}
	if bill.Proxy, err = s.openProxy(names, web); err != nil {
		return playbill{}, err
	}
	if bill.Asked, err = s.openLedger(); err != nil {
		return playbill{}, err
	}
	bill.CAFile, err = s.writeAuthority(known)
	bill.Mail = s.mail
	return bill, err
}

// writeAuthority writes what the program under test trusts.
func (s *stage) writeAuthority(known authority) (string, error) {
	dir, err := os.MkdirTemp("", "patchbay-stage-")
	if err != nil {
		return "", err
	}
	s.later(func() error { return os.RemoveAll(dir) })
	name := filepath.Join(dir, "authority.pem")
	return name, os.WriteFile(name, known.pem(), 0o600)
}
