// Command floor sends one mail through a server and does nothing else: no
// checks, no report. It is the floor under what `patchbay smtp prove --level
// send` may cost.
//
// The password comes from the environment variable FLOOR_PASSWORD.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"flag"
	"fmt"
	"net"
	"os"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func run() error {
	address := flag.String("address", "", "host and port of the server")
	security := flag.String("security", "starttls", "starttls or implicit-tls")
	user := flag.String("user", "", "who signs in, sends and receives")
	caFile := flag.String("ca", "", "file with the authority's certificate")
	flag.Parse()
	config, err := trust(*caFile)
	if err != nil {
		return err
	}
	conn, err := net.Dial("tcp", *address)
	if err != nil {
		return err
	}
	c := &client{conn: quick(conn)}
	if err := c.connect(*security, config); err != nil {
		return err
	}
	return c.send(*user, os.Getenv("FLOOR_PASSWORD"))
}

func trust(caFile string) (*tls.Config, error) {
	authority, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	return &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}, nil
}

type client struct {
	conn net.Conn
	r    *bufio.Reader
}

func (c *client) connect(security string, config *tls.Config) error {
	if security == "implicit-tls" {
		c.conn = tls.Client(c.conn, config)
	}
	c.r = bufio.NewReader(c.conn)
	if err := c.expect("220"); err != nil {
		return err
	}
	if err := c.command("250", "EHLO floor.example.test"); err != nil || security == "implicit-tls" {
		return err
	}
	if err := c.command("220", "STARTTLS"); err != nil {
		return err
	}
	c.conn = tls.Client(c.conn, config)
	c.r = bufio.NewReader(c.conn)
	return c.command("250", "EHLO floor.example.test")
}

func (c *client) send(user, password string) error {
	plain := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
	for _, step := range []struct{ code, line string }{
		{"235", "AUTH PLAIN " + plain},
		{"250", "MAIL FROM:<" + user + ">"},
		{"250", "RCPT TO:<" + user + ">"},
		{"354", "DATA"},
		{"250", "From: " + user + "\r\nTo: " + user + "\r\nSubject: Test message\r\n\r\nGood morning.\r\n."},
		{"221", "QUIT"},
	} {
		if err := c.command(step.code, step.line); err != nil {
			return err
		}
	}
	return c.conn.Close()
}

func (c *client) command(code, line string) error {
	if _, err := c.conn.Write([]byte(line + "\r\n")); err != nil {
		return err
	}
	return c.expect(code)
}

func (c *client) expect(code string) error {
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			return err
		}
		if !strings.HasPrefix(line, code) {
			return fmt.Errorf("the server answered %q, not %s", line, code)
		}
		if len(line) > 3 && line[3] == ' ' {
			return nil
		}
	}
}
