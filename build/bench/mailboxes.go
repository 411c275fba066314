package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"patchbay/backend/rehearsal/authority"
	"patchbay/build/peers"
)

const (
	fewMailboxes  = 1000
	manyMailboxes = 10000
	manyRuns      = 3  // with so many mailboxes; each takes as long as ten others
	atOnce        = 16 // connections of every contestant

	atMostOfBareVisits = 1.25
	atMostOfXargs      = 0.35
	atMostOfLinear     = 1.25
)

// measureMailboxes signs in to every mailbox of one Dovecot, whose limits are
// raised so that it is not what everybody waits for.
//
// Patchbay opens its vault first, and is slow there on purpose (Argon2id), as
// nothing else in the table has to be. So its run is judged, as it reports it
// itself: with the storing of the results, without opening and without printing
// them. The whole process stands beside it.
func measureMailboxes(s settings) (t table, err error) {
	m, err := startMailboxes(s)
	if err != nil {
		return table{}, err
	}
	defer func() { err = errors.Join(err, m.dovecot.Close()) }()
	t = table{
		title: fmt.Sprintf("Sign in to the mailboxes of one Dovecot, list, examine and log out, %d at once, medians of %d in turn (%d: of %d)\n"+
			"(the process of patchbay opens its vault as well, by Argon2id, and resumes TLS sessions where it may; curl does not examine)", atOnce, s.runs, manyMailboxes, manyRuns),
		columns: []string{"Mailboxes", "Program", "run ms", "process ms", "CPU ms", "peak RSS MiB", "run x floor"},
	}
	few, err := m.measure(&t, fewMailboxes, s.runs, true)
	if err != nil {
		return table{}, err
	}
	many, err := m.measure(&t, manyMailboxes, manyRuns, false)
	if err != nil {
		return table{}, err
	}
	if err := m.measureOne(&t); err != nil {
		return table{}, err
	}
	tenfold := few[1].run * manyMailboxes / fewMailboxes
	t.gates = []gate{
		{"1,000 mailboxes: patchbay beside the floor", ratio(few[1].run, few[0].run), atMostOfBareVisits},
		{"1,000 mailboxes: patchbay beside xargs curl", ratio(few[1].run, few[2].run), atMostOfXargs},
		{"10,000 mailboxes: patchbay beside ten times its 1,000", ratio(many[1].run, tenfold), atMostOfLinear},
	}
	return t, nil
}

// mailboxes are what the section measures with.
type mailboxes struct {
	settings settings
	dovecot  *peers.Dovecot
	pem      string // of the authority
	caFile   string
	programs programs
	curl     string
}

func startMailboxes(s settings) (*mailboxes, error) {
	m := &mailboxes{settings: s, caFile: filepath.Join(s.folder, "mailboxes-ca.pem")}
	var err error
	if m.curl, err = exec.LookPath("curl"); err != nil {
		return nil, err
	}
	if m.programs, err = buildPrograms(s); err != nil {
		return nil, err
	}
	ca, err := authority.New(time.Now())
	if err != nil {
		return nil, err
	}
	m.pem = ca.PEM()
	if err := os.WriteFile(m.caFile, []byte(m.pem), 0o600); err != nil {
		return nil, err
	}
	passwords := make(map[string]string, manyMailboxes)
	for i := range manyMailboxes {
		passwords[numbered(i)] = mailboxPassword
	}
	m.dovecot, err = peers.StartDovecot(peers.DovecotOptions{
		Passwords: passwords, Certificate: ca.Certificate(authority.Good), Raised: true,
		// All are to do the same exchange: Patchbay would choose SCRAM, and wait
		// for the server to derive its keys.
		Mechanisms: []string{"PLAIN", "LOGIN"},
	})
	return m, err
}

// mailboxPassword has no blank: xargs would cut it there.
const mailboxPassword = "correct-horse-battery"

func numbered(i int) string { return fmt.Sprintf("m%05d@example.test", i) }

// measure compares the floor, Patchbay, and where it is asked to, curl started
// by xargs for each mailbox; in this order.
func (m *mailboxes) measure(t *table, count, runs int, withCurl bool) ([]figures, error) {
	accounts, err := m.accounts(count)
	if err != nil {
		return nil, err
	}
	vault, err := m.vault(count)
	if err != nil {
		return nil, err
	}
	list := []contestant{
		{name: "floor", argv: []string{
			m.programs.floor, "-address", m.dovecot.IMAPS(), "-ca", m.caFile, "-accounts", accounts, "-workers", strconv.Itoa(atOnce),
		}},
		{
			name: "patchbay", took: runOf,
			argv: []string{
				m.programs.patchbay, "mailbox", "prove", "--all", "--json", "--vault", vault,
				"--concurrency", strconv.Itoa(atOnce), "--per-server", strconv.Itoa(atOnce),
			},
			env: []string{"PATCHBAY_PASSWORD=" + operatorPassword},
		},
	}
	if withCurl {
		list = append(list, contestant{name: "xargs -P16 curl", argv: []string{
			"xargs", "-a", accounts, "-P", strconv.Itoa(atOnce), "-n", "1",
			m.curl, "-sS", "-o", os.DevNull, "--cacert", m.caFile, "imaps://" + m.dovecot.IMAPS() + "/", "--user",
		}})
	}
	found, err := contest(list, runs)
	if err != nil {
		return nil, err
	}
	t.addMailboxes(count, list, found)
	return found, nil
}

// measureOne compares one proof of a document, which needs no vault, with one
// curl.
func (m *mailboxes) measureOne(t *table) error {
	accounts, err := m.accounts(1)
	if err != nil {
		return err
	}
	document, err := m.document()
	if err != nil {
		return err
	}
	list := []contestant{
		{name: "floor", argv: []string{m.programs.floor, "-address", m.dovecot.IMAPS(), "-ca", m.caFile, "-accounts", accounts}},
		{name: "patchbay", argv: []string{m.programs.patchbay, "mailbox", "prove", "--from", document}},
		{name: "curl imaps", argv: []string{
			m.curl, "-sS", "-o", os.DevNull, "--cacert", m.caFile, "imaps://" + m.dovecot.IMAPS() + "/",
			"--user", numbered(0) + ":" + mailboxPassword,
		}},
	}
	found, err := contest(list, m.settings.runs)
	if err != nil {
		return err
	}
	t.addMailboxes(1, list, found)
	return nil
}

// addMailboxes knows that the floor comes first.
func (t *table) addMailboxes(count int, contestants []contestant, found []figures) {
	for i, f := range found {
		t.rows = append(t.rows, []string{
			strconv.Itoa(count), contestants[i].name, milliseconds(f.run), milliseconds(f.wall), milliseconds(f.cpu),
			mebibytes(f.peak), fmt.Sprintf("%.2f", ratio(f.run, found[0].run)),
		})
	}
}

// accounts writes the list of the first mailboxes, one user:password a line.
func (m *mailboxes) accounts(count int) (string, error) {
	var list bytes.Buffer
	for i := range count {
		fmt.Fprintf(&list, "%s:%s\n", numbered(i), mailboxPassword)
	}
	name := filepath.Join(m.settings.folder, fmt.Sprintf("accounts-%d", count))
	return name, os.WriteFile(name, list.Bytes(), 0o600)
}
