package smtp

import (
	"context"
	"net"
	"net/netip"
	"os"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// ehlo introduces Patchbay and reads what the server offers.
func (s *session) ehlo(context.Context) proof.Outcome {
	if f := s.introduce(); f != nil {
		return proof.Fail(*f)
	}
	return proof.Pass(s.offered.String())
}

// introduce sends EHLO. HELO is not tried: without extensions there is no TLS
// and no sign-in.
func (s *session) introduce() *proof.Finding {
	r, err := s.exchange("EHLO " + s.ehloName())
	if err != nil {
		f := s.broken(err, "waiting for the answer to EHLO")
		return &f
	}
	if r.code != codeDone {
		f := s.explain(ehloRows(), r, ehloRefused())
		return &f
	}
	s.offered = parseCapabilities(r.lines)
	return nil
}

// ehloName returns the name to introduce Patchbay with.
func (s *session) ehloName() string {
	machine, err := os.Hostname()
	if err != nil { // then the address is used
		machine = ""
	}
	if name := chooseEHLOName(s.settings.EHLOName, machine); name != "" {
		return name
	}
	return addressLiteral(s.Conn.LocalAddr())
}

// chooseEHLOName returns the configured name, else this machine's name when it
// is a full one, else "": the machine's address as a literal passes checks that
// a bare name such as "localhost" fails.
func chooseEHLOName(configured, machine string) string {
	switch {
	case configured != "":
		return configured
	case account.IsHostName(machine) && strings.Contains(machine, "."):
		return machine
	default:
		return ""
	}
}

func addressLiteral(addr net.Addr) string {
	local, err := netip.ParseAddrPort(addr.String())
	if err != nil {
		return "[127.0.0.1]"
	}
	ip := local.Addr().Unmap().WithZone("")
	if ip.Is6() {
		return "[IPv6:" + ip.String() + "]"
	}
	return "[" + ip.String() + "]"
}

func ehloRefused() proof.Finding {
	return proof.Finding{
		Code:   CodeEHLORefused,
		Cause:  "The server refused the name that Patchbay introduced itself with, or does not know EHLO.",
		Remedy: "Enter a full host name that belongs to this machine or to the sender's domain as EHLO name.",
		Fields: []string{"ehloName"},
	}
}
