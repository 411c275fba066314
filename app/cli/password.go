package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"os"

	"golang.org/x/term"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// The variables of the environment that hold secrets, where no file does.
const (
	envPassword    = "PATCHBAY_PASSWORD"
	envNewPassword = "PATCHBAY_NEW_PASSWORD"
	envRecoveryKey = "PATCHBAY_RECOVERY_KEY"
)

// source is where a secret may come from: a file, else a variable of the
// environment, else a prompt.
type source struct {
	flag, file string // the flag and its value
	env        string
	prompt     string
	confirm    string // asks a second time, when set
}

// password is the operator's.
func (c *call) password() (secret.Text, error) {
	return c.secret(c.passwordSource())
}

func (c *call) passwordSource() source {
	return source{flag: "--password-file", file: c.global.passwordFile, env: envPassword, prompt: "Password: "}
}

func newPasswordSource(file string) source {
	return source{
		flag: "--new-password-file", file: file, env: envNewPassword,
		prompt: "New password: ", confirm: "New password again: ",
	}
}

// firstPasswordSource is where the password of a new vault comes from. It is a
// new password and the operator's at once, so that either way to give it is
// right; a file that was named goes before a variable that may be left over.
func (c *call) firstPasswordSource(file string) source {
	s := newPasswordSource(cmp.Or(file, c.global.passwordFile))
	if c.main.Getenv(envNewPassword) == "" && c.main.Getenv(envPassword) != "" {
		s.env = envPassword
	}
	return s
}

// given reports whether the secret is there without asking anyone.
func (c *call) given(s source) bool { return s.file != "" || c.main.Getenv(s.env) != "" }

// asks reports whether somebody at a terminal is asked for a secret.
func (c *call) asks(s source) bool {
	_, there := c.terminal()
	return there && !c.given(s)
}

func (c *call) terminal() (*os.File, bool) {
	file, ok := c.main.Stdin.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

// secret reads a secret from its source.
func (c *call) secret(s source) (secret.Text, error) {
	if s.file != "" {
		return c.secretFile(s.file)
	}
	if value := c.main.Getenv(s.env); value != "" {
		return secret.FromString(value), nil
	}
	terminal, ok := c.terminal()
	if !ok {
		return secret.Text{}, fault.New(fault.Locked, CodePasswordNeeded, "a password is needed, and there is nobody to ask").
			WithHint(fmt.Sprintf("give it by %s FILE or in %s", s.flag, s.env))
	}
	value, err := c.ask(terminal, s.prompt)
	if err != nil || s.confirm == "" {
		return value, err
	}
	again, err := c.ask(terminal, s.confirm)
	if err != nil {
		return secret.Text{}, err
	}
	defer again.Wipe()
	if !value.Equal(again) {
		return secret.Text{}, fault.New(fault.Invalid, "operator.invalid", "the two passwords differ").
			WithField("confirm", "differs from the password")
	}
	return value, nil
}

// secretFile reads a secret from a file and drops one newline at its end.
func (c *call) secretFile(path string) (secret.Text, error) {
	content, err := c.readFile(path)
	if err != nil {
		return secret.Text{}, err
	}
	if cut, ok := bytes.CutSuffix(content, []byte("\n")); ok {
		content = bytes.TrimSuffix(cut, []byte("\r"))
	}
	return secret.New(content), nil
}

// ask prompts on standard error and reads without echo. An interrupt gives the
// terminal back as it was.
func (c *call) ask(terminal *os.File, prompt string) (secret.Text, error) {
	fd := int(terminal.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return secret.Text{}, fmt.Errorf("read the terminal's state: %w", err)
	}
	_, _ = fmt.Fprint(c.main.Stderr, prompt) // not shown is not wrong
	defer func() { _, _ = fmt.Fprintln(c.main.Stderr) }()
	type answer struct {
		value []byte
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		value, err := term.ReadPassword(fd)
		answered <- answer{value, err}
	}()
	select {
	case <-c.ctx.Done():
		_ = term.Restore(fd, before) // the process ends anyway
		return secret.Text{}, errInterrupted
	case a := <-answered:
		if a.err != nil {
			return secret.Text{}, fmt.Errorf("read the password: %w", a.err)
		}
		return secret.New(a.value), nil
	}
}
