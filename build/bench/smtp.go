package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"patchbay/backend/rehearsal/authority"
	"patchbay/build/peers"
)

const (
	alice    = "alice@example.test"
	password = "correct horse battery"

	atMostOfSwaks = 0.6
	atMostOfFloor = 2.0
)

// measureSMTP sends one test mail through the same Postfix with each program,
// by STARTTLS and by implicit TLS.
func measureSMTP(s settings) (t table, err error) {
	servers, err := startServers(alice)
	if err != nil {
		return table{}, err
	}
	defer func() { err = errors.Join(err, servers.close()) }()
	programs, err := buildPrograms(s)
	if err != nil {
		return table{}, err
	}
	swaks, err := exec.LookPath("swaks")
	if err != nil {
		return table{}, err
	}
	t = table{
		title:   fmt.Sprintf("One test mail through Postfix, whole processes, medians of %d in turn", s.runs),
		columns: []string{"Security", "Program", "ms", "CPU ms", "x floor", "x swaks"},
	}
	for _, security := range []string{"starttls", "implicit-tls"} {
		contestants, err := servers.contestants(s.folder, security, programs, swaks)
		if err != nil {
			return table{}, err
		}
		found, err := contest(contestants, s.runs)
		if err != nil {
			return table{}, err
		}
		t.add(security, contestants, found)
	}
	return t, nil
}

// add knows the order of contestants: floor, swaks, patchbay, and what else
// there is.
func (t *table) add(security string, contestants []contestant, found []figures) {
	floor, swaks, patchbay := found[0].wall, found[1].wall, found[2].wall
	for i, f := range found {
		t.rows = append(t.rows, []string{
			security, contestants[i].name, milliseconds(f.wall), milliseconds(f.cpu),
			fmt.Sprintf("%.2f", ratio(f.wall, floor)), fmt.Sprintf("%.2f", ratio(f.wall, swaks)),
		})
	}
	t.gates = append(
		t.gates,
		gate{security + ": patchbay beside swaks", ratio(patchbay, swaks), atMostOfSwaks},
		gate{security + ": patchbay beside the floor", ratio(patchbay, floor), atMostOfFloor},
	)
}

type servers struct {
	authority *authority.Authority
	dovecot   *peers.Dovecot
	postfix   *peers.Postfix
}

// startServers starts Postfix, which takes mail for these addresses of
// example.test from alice, and Dovecot, which knows her password.
func startServers(mailboxes ...string) (*servers, error) {
	ca, err := authority.New(time.Now())
	if err != nil {
		return nil, err
	}
	leaf := ca.Certificate(authority.Good)
	dovecot, err := peers.StartDovecot(peers.DovecotOptions{
		Passwords: map[string]string{alice: password}, Certificate: leaf,
		// All are to do the same exchange: Patchbay would choose SCRAM, and wait
		// for the server to derive its keys.
		Mechanisms: []string{"PLAIN", "LOGIN"},
	})
	if err != nil {
		return nil, err
	}
	postfix, err := peers.StartPostfix(peers.PostfixOptions{
		Domain: "example.test", Mailboxes: mailboxes, AuthSocket: dovecot.AuthSocket(),
		Ports: map[string]peers.SMTPPort{
			"starttls":     {Security: peers.STARTTLS, Certificate: leaf, SignIn: true},
			"implicit-tls": {Security: peers.ImplicitTLS, Certificate: leaf, SignIn: true},
		},
	})
	if err != nil {
		return nil, errors.Join(err, dovecot.Close())
	}
	return &servers{ca, dovecot, postfix}, nil
}

func (s *servers) close() error {
	return errors.Join(s.postfix.Close(), s.dovecot.Close())
}

// programs are the files to be measured.
type programs struct {
	floor, patchbay string
	installed       string // "" when there is none
}

func buildPrograms(s settings) (programs, error) {
	p := programs{
		floor: filepath.Join(s.folder, "floor"), patchbay: filepath.Join(s.folder, "patchbay"), installed: s.binary,
	}
	for output, source := range map[string]string{p.floor: "./build/bench/floor", p.patchbay: "."} {
		build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", output, source)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if said, err := build.CombinedOutput(); err != nil {
			return programs{}, fmt.Errorf("build %s: %w: %s", source, err, said)
		}
	}
	return p, nil
}

// contestants do the same exchange: sign in, send one mail from alice to
// herself, verify the server's certificate.
func (s *servers) contestants(folder, security string, p programs, swaks string) ([]contestant, error) {
	address := s.postfix.Address(security)
	caFile := filepath.Join(folder, "ca.pem")
	if err := os.WriteFile(caFile, []byte(s.authority.PEM()), 0o600); err != nil {
		return nil, err
	}
	document, err := s.document(folder, address, security)
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	starts := map[string]string{"starttls": "--tls", "implicit-tls": "--tls-on-connect"}
	prove := []string{"smtp", "prove", "--level", "send", "--from", document}
	list := []contestant{
		{name: "floor", argv: []string{p.floor, "-address", address, "-security", security, "-user", alice, "-ca", caFile}, env: []string{"FLOOR_PASSWORD=" + password}},
		{name: "swaks", argv: []string{
			swaks, "--server", host, "--port", port, starts[security], "--tls-verify", "--tls-ca-path", caFile,
			"--auth", "PLAIN", "--auth-user", alice, "--auth-password", password, "--from", alice, "--to", alice,
		}},
		{name: "patchbay", argv: append([]string{p.patchbay}, prove...)},
	}
	if p.installed != "" {
		list = append(list, contestant{name: "patchbay, as installed", argv: append([]string{p.installed}, prove...)})
	}
	return list, nil
}

// document writes the SMTP configuration document that Patchbay proves.
func (s *servers) document(folder, address, security string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	content, err := json.Marshal(map[string]string{
		"host": host, "port": port, "security": security, "user": alice, "password": password,
		"from": alice, "caPem": s.authority.PEM(),
	})
	if err != nil {
		return "", err
	}
	name := filepath.Join(folder, security+".json")
	return name, os.WriteFile(name, content, 0o600)
}
