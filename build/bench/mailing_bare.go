package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	netsmtp "net/smtp"
	"strings"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
)

// bareSender hands finished messages over, one after the other, and does nothing
// else.
type bareSender struct{ address, pem string }

func (b bareSender) send(mails []smtpd.Mail) (err error) {
	host, _, err := net.SplitHostPort(b.address)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(b.pem))
	conn, err := tls.Dial("tcp", b.address, &tls.Config{RootCAs: roots, ServerName: host})
	if err != nil {
		return err
	}
	client, err := netsmtp.NewClient(conn, host)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer client.Close() // after QUIT it is closed already
	if err := client.Auth(netsmtp.PlainAuth("", alice, password, host)); err != nil {
		return err
	}
	for _, mail := range mails {
		if err := handOver(client, mail); err != nil {
			return err
		}
	}
	return client.Quit()
}

func handOver(client *netsmtp.Client, mail smtpd.Mail) error {
	if err := client.Mail(alice); err != nil {
		return err
	}
	if err := client.Rcpt(mail.EnvelopeTo[0]); err != nil {
		return err
	}
	data, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := io.WriteString(data, mail.Raw); err != nil {
		return err
	}
	return data.Close()
}

// sendByProtocol composes the same mails and sends them, without a vault.
func (s *servers) sendByProtocol(ctx context.Context, address string, mails []smtpd.Mail) error {
	settings, inputs, err := serverDocument(address, alice, password, s.authority.PEM())
	if err != nil {
		return err
	}
	inputs.Wipe()
	return smtp.Send(ctx, smtp.SendRequest{
		Request: smtp.Request{Settings: settings, Secrets: smtp.Secrets{Password: secret.FromString(password)}},
		Batch: smtp.Batch{
			Count: len(mails),
			Mail: func(i int) (smtp.Mail, bool) {
				m := mails[i]
				return smtp.Mail{To: m.EnvelopeTo[0], Subject: m.Subject, Text: m.Text, HTML: m.HTML, ID: strings.ToLower(m.ID)}, true
			},
			Handing: func(int) error { return nil },
			Ended: func(i int, d smtp.Delivery) error {
				if d.Result != smtp.Accepted {
					return fmt.Errorf("mail %d: %s", i, d.Result)
				}
				return nil
			},
		},
	})
}
