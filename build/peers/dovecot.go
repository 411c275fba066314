package peers

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// DovecotOptions describe a server that checks passwords and keeps mail.
type DovecotOptions struct {
	// Passwords of the users, by their address.
	Passwords map[string]string
	// Certificate is shown by both IMAP ports.
	Certificate tls.Certificate
	// Mechanisms are those offered, such as "PLAIN"; nil is all that passwords
	// can be used with.
	Mechanisms []string
	// Introspection is the URL at which Dovecot asks about access tokens
	// (RFC 7662); the answer's member "username" is the user's address. "" takes
	// no tokens. Mechanisms must name XOAUTH2 or OAUTHBEARER.
	Introspection string
	// Raised lifts Dovecot's limits of processes, and lets processes serve one
	// client after another, so that the server is not what a thousand clients
	// wait for.
	Raised bool
	// ConnectionsPerUser bounds the connections of one user from one address;
	// 0 is Dovecot's own bound, 10.
	ConnectionsPerUser int
}

// Dovecot is a running server.
type Dovecot struct {
	folder      folder
	process     *process
	imap, imaps string
}

const dovecotMaster = "/usr/sbin/dovecot"

// StartDovecot starts Dovecot and returns when it takes connections.
func StartDovecot(o DovecotOptions) (*Dovecot, error) {
	if err := available(dovecotMaster, "/usr/lib/dovecot/lmtp", "/usr/lib/dovecot/imap"); err != nil {
		return nil, err
	}
	var errs []error
	for range startAttempts {
		d, err := startDovecot(o)
		if err == nil {
			return d, nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("start Dovecot: %w", errors.Join(errs...))
}

func startDovecot(o DovecotOptions) (*Dovecot, error) {
	free, err := freeAddresses(2)
	if err != nil {
		return nil, err
	}
	f, err := newFolder()
	if err != nil {
		return nil, err
	}
	d := &Dovecot{folder: f, imap: free[0], imaps: free[1]}
	if err := d.run(o); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Dovecot) run(o DovecotOptions) error {
	if err := d.configure(o); err != nil {
		return err
	}
	var err error
	if d.process, err = start(dovecotMaster, "-F", "-c", d.folder.path("dovecot.conf")); err != nil {
		return err
	}
	return d.process.listening([]string{d.imap, d.imaps})
}

// IMAP is the host and port that speaks IMAP with STARTTLS.
func (d *Dovecot) IMAP() string { return d.imap }

// IMAPS is the host and port that speaks IMAP with implicit TLS.
func (d *Dovecot) IMAPS() string { return d.imaps }

// AuthSocket is where Postfix asks for passwords.
func (d *Dovecot) AuthSocket() string { return d.folder.path("auth.sock") }

// LMTPSocket is where Postfix delivers.
func (d *Dovecot) LMTPSocket() string { return d.folder.path("lmtp.sock") }

// Log is what Dovecot has logged.
func (d *Dovecot) Log() *Log { return d.process.log }

// Delivered waits for a message by its ID, with the angle brackets, and
// returns it as it lies in the user's mailbox.
func (d *Dovecot) Delivered(user, messageID string, patience time.Duration) (string, error) {
	if err := d.Log().Wait("msgid="+messageID+": saved mail to INBOX", patience); err != nil {
		return "", err
	}
	mails, err := filepath.Glob(d.folder.path("mail/" + user + "/new/*"))
	if err != nil {
		return "", err
	}
	for _, name := range mails {
		mail, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		if idOf(string(mail)) == messageID {
			return string(mail), nil
		}
	}
	return "", fmt.Errorf("no message %s in the mailbox of %s", messageID, user)
}

func idOf(mail string) string {
	head, _ := textproto.NewReader(bufio.NewReader(strings.NewReader(mail))).ReadMIMEHeader()
	return strings.TrimSpace(head.Get("Message-Id"))
}

// Close stops the server and removes its folder.
func (d *Dovecot) Close() error {
	var err error
	if d.process != nil {
		err = d.process.stop()
	}
	return errors.Join(err, d.folder.remove())
}
