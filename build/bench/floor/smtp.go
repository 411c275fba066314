package main

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
)

// sendOne sends one mail from the user to itself.
func sendOne(address, security string, config *tls.Config, user, password string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	c := &client{conn: quick(conn)}
	if err := c.connect(security, config); err != nil {
		return err
	}
	return c.send(user, password)
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
