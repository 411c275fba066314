package imap

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/proof"
)

// maxFolders bounds the folders that are kept, maxCounted those whose messages
// are counted.
const (
	maxFolders = 1000
	maxCounted = 20
)

// list is the step that lists the folders and counts the messages of those that
// matter. EXAMINE goes out with the counting, which saves a journey; its answer
// belongs to the next step.
func (s *session) list(context.Context) proof.Outcome {
	s.listing = &listing{decode: !s.offered.has("UTF8=ONLY")}
	defer func() { s.listing = nil }()
	r, err := s.askForFolders()
	if err != nil {
		return s.fail(stepFolders, err, "waiting for the list of folders")
	}
	if !r.ok() {
		return proof.Fail(s.explain(stepFolders, r.remote()))
	}
	s.listing.guess()
	if err := s.count(); err != nil {
		return s.fail(stepFolders, err, "counting the messages of folders")
	}
	outcome := proof.Pass(s.listing.String())
	outcome.Mailbox = &proof.Mailbox{Folders: s.listing.shown(), FoldersCut: s.listing.cut}
	return outcome
}

// askForFolders sends LIST (RFC 9051 §6.3.9), with ID before it where the
// server takes that.
func (s *session) askForFolders() (response, error) {
	switch {
	case isNetEase(s.Host):
		s.introduce()
	case s.offered.has("ID"):
		if _, err := s.send(s.identification()); err != nil {
			return response{}, err
		}
	}
	const plain = `LIST "" "*"`
	command := plain
	if s.offered.can("SPECIAL-USE") && s.offered.can("LIST-EXTENDED") {
		command += " RETURN (SPECIAL-USE)" // RFC 6154 §2
	}
	c, err := s.send(command)
	if err != nil {
		return response{}, err
	}
	r, err := s.await(c)
	if err == nil && r.kind == statusBad && command != plain {
		return s.exchange(plain) // what was offered is not understood
	}
	return r, err
}

// count asks for the messages of the folders with a role, and sends EXAMINE. A
// folder whose messages are not told has none to show: it is no fault of the
// mailbox's.
func (s *session) count() error {
	var asked []*command
	for _, raw := range s.listing.counted() {
		c, err := s.send("STATUS " + raw + " (MESSAGES UNSEEN)")
		if err != nil {
			return err
		}
		asked = append(asked, c)
	}
	var err error
	if s.examining, err = s.send("EXAMINE INBOX"); err != nil {
		return err
	}
	for _, c := range asked {
		if _, err := s.await(c); err != nil {
			return err
		}
	}
	return nil
}

// examine is the step that opens INBOX without changing anything (RFC 9051
// §6.3.3). Some servers accept a sign-in for which there is no mailbox, and say
// so only here.
func (s *session) examine(context.Context) proof.Outcome {
	r, err := s.await(s.examining)
	if err != nil {
		return s.fail(stepExamine, err, "opening INBOX")
	}
	if !r.ok() {
		return proof.Fail(s.explain(stepExamine, r.remote()))
	}
	if s.exists == nil {
		return proof.Pass("INBOX can be opened")
	}
	return proof.Pass("INBOX can be opened: " + messages(*s.exists))
}

func messages(n uint32) string {
	if n == 1 {
		return "1 message"
	}
	return fmt.Sprintf("%d messages", n)
}

// quotedName writes the name of a folder as it came, for a command; ok is false
// for one that a quoted string cannot hold.
func quotedName(raw string) (quoted string, ok bool) {
	if raw == "" || !isQuotable([]byte(raw)) {
		return "", false
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(raw) + `"`, true
}
