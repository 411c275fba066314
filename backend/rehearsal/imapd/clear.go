package imapd

import (
	"errors"
	"strings"
	"time"
)

// clear is the conversation before TLS. It ends with STARTTLS or with the
// connection: nobody signs in in clear.
type clear struct {
	link  *link
	fault behaviour
}

// maxClear bounds the commands before TLS; no client needs as many.
const maxClear = 20

// errLeft ends the conversation without an encrypted one.
var errLeft = errors.New("imapd: the client has left")

// talk reports whether the client has asked for TLS and been told to begin.
func (c *clear) talk() bool {
	if err := c.link.say(c.greeting()); err != nil {
		return false
	}
	for range maxClear {
		tag, command, err := c.command()
		if err != nil {
			return false
		}
		if command == "STARTTLS" && c.takesSTARTTLS() {
			return c.begin(tag)
		}
		if err := c.answer(tag, command); err != nil {
			return false
		}
	}
	return false
}

func (c *clear) greeting() string {
	if c.fault.preauth {
		return "* PREAUTH [" + c.capabilities() + "] Logged in as rehearsal\r\n"
	}
	return "* OK [" + c.capabilities() + "] IMAP server ready\r\n"
}

func (c *clear) capabilities() string {
	words := []string{"CAPABILITY", "IMAP4rev1", "SASL-IR", "ID"}
	switch {
	case c.fault.preauth:
	case c.fault.plain:
		words = append(words, "STARTTLS", "AUTH=PLAIN", "AUTH=LOGIN")
	case c.fault.noSTARTTLS:
		words = append(words, "LOGINDISABLED")
	default:
		words = append(words, "STARTTLS", "LOGINDISABLED")
	}
	return strings.Join(words, " ")
}

func (c *clear) takesSTARTTLS() bool { return !c.fault.noSTARTTLS && !c.fault.preauth }

// command reads one command; its arguments are of no interest.
func (c *clear) command() (tag, name string, err error) {
	_ = c.link.SetReadDeadline(time.Now().Add(commandTimeout))
	line, err := c.link.r.ReadSlice('\n')
	if err != nil {
		return "", "", err
	}
	words := strings.Fields(string(line))
	if len(words) < 2 || literalAfter(line) > 0 {
		return "", "", errLeft
	}
	return words[0], strings.ToUpper(words[1]), nil
}

// plaintextRefused is how Dovecot refuses a password in clear.
const plaintextRefused = " NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections."

func (c *clear) answer(tag, command string) error {
	switch command {
	case "CAPABILITY":
		return c.link.say("* " + c.capabilities() + "\r\n" + tag + " OK CAPABILITY completed\r\n")
	case "ID":
		return c.link.identify(tag)
	case "NOOP":
		return c.link.say(tag + " OK NOOP completed\r\n")
	case "LOGIN", "AUTHENTICATE":
		return c.link.say(tag + plaintextRefused + "\r\n")
	case "LOGOUT":
		return errors.Join(c.link.say("* BYE Logging out\r\n"+tag+" OK LOGOUT completed\r\n"), errLeft)
	case "STARTTLS":
		return c.link.say(tag + " BAD TLS is not available\r\n")
	default:
		return c.link.say(tag + " BAD Unknown command\r\n")
	}
}

// begin asks the client to shake hands. Bytes that it sent too early were in
// clear, so they end the connection (RFC 9051 §11.1).
func (c *clear) begin(tag string) bool {
	early := c.link.r.Buffered() > 0
	text := tag + " OK Begin TLS negotiation now\r\n"
	if c.fault.inject {
		text += "* " + c.capabilities() + " AUTH=PLAIN\r\n"
	}
	return c.link.say(text) == nil && !early
}
