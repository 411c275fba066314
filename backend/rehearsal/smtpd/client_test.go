package smtpd_test

import (
	"crypto/tls"
	"fmt"
	"net/smtp"
	"testing"

	"patchbay/backend/rehearsal/script"
	"patchbay/backend/rehearsal/smtpd"
)

func start(t *testing.T, options smtpd.Options) *smtpd.Server {
	t.Helper()
	server, err := smtpd.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return server
}

func startTLSPort(server *smtpd.Server) smtpd.Endpoint { return server.Endpoints()[0] }

func implicitTLSPort(server *smtpd.Server) smtpd.Endpoint { return server.Endpoints()[1] }

// failure says at which step a conversation ended.
type failure struct {
	step string
	err  error
}

func (f *failure) Error() string { return fmt.Sprintf("%s: %v", f.step, f.err) }

func (f *failure) Unwrap() error { return f.err }

// loginAuth is the LOGIN mechanism, which net/smtp has not.
type loginAuth struct{ user, password string }

func (a loginAuth) Start(*smtp.ServerInfo) (string, []byte, error) { return "LOGIN", nil, nil }

func (a loginAuth) Next(challenge []byte, more bool) ([]byte, error) {
	switch {
	case !more:
		return nil, nil
	case string(challenge) == "Username:":
		return []byte(a.user), nil
	case string(challenge) == "Password:":
		return []byte(a.password), nil
	default:
		return nil, fmt.Errorf("unexpected challenge %q", challenge)
	}
}

// submission is a whole conversation of a mail client.
type submission struct {
	auth     smtp.Auth
	from, to string
	message  string
}

func submissionTo(server *smtpd.Server) submission {
	return submission{
		auth:    smtp.PlainAuth("", server.User(), string(server.Password().Reveal()), "127.0.0.1"),
		from:    "portal@example.com",
		to:      "someone@example.org",
		message: "From: Portal <portal@example.com>\r\nTo: someone@example.org\r\nSubject: Hello\r\n\r\nGood morning.\r\n",
	}
}

func (s submission) send(t *testing.T, server *smtpd.Server, endpoint smtpd.Endpoint) error {
	t.Helper()
	conn, config := script.Dial(t, endpoint), script.Trust(t, server.CAPEM())
	if endpoint.Security == "implicit-tls" {
		secured := tls.Client(conn, config)
		if err := secured.Handshake(); err != nil {
			return &failure{"tls", err}
		}
		conn = secured
	}
	client, err := smtp.NewClient(conn, "127.0.0.1")
	if err != nil {
		return &failure{"greeting", err}
	}
	if endpoint.Security == "starttls" {
		if offered, _ := client.Extension("STARTTLS"); !offered {
			return &failure{"starttls", fmt.Errorf("not offered")}
		}
		if err := client.StartTLS(config); err != nil {
			return &failure{"tls", err}
		}
	}
	return s.transact(client)
}

func (s submission) transact(client *smtp.Client) error {
	if offered, _ := client.Extension("AUTH"); !offered {
		return &failure{"auth", fmt.Errorf("not offered")}
	}
	if err := client.Auth(s.auth); err != nil {
		return &failure{"auth", err}
	}
	if err := client.Mail(s.from); err != nil {
		return &failure{"sender", err}
	}
	if err := client.Rcpt(s.to); err != nil {
		return &failure{"recipient", err}
	}
	data, err := client.Data()
	if err != nil {
		return &failure{"data", err}
	}
	if _, err := data.Write([]byte(s.message)); err != nil {
		return &failure{"data", err}
	}
	if err := data.Close(); err != nil {
		return &failure{"data", err}
	}
	return client.Quit()
}
