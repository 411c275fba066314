package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// command is one command. Its name is what is typed: "smtp prove".
type command struct {
	name     string
	args     string // of the usage line: "NAME [VALUE]"
	short    string // one line, without a full stop
	long     string // more, in the help of this command
	examples []string
	min, max int // how many arguments; max -1 is any number
	flags    func(*pflag.FlagSet)
	run      func(*call) error
}

// call is one run of one command.
type call struct {
	main    *Main
	ctx     context.Context // ends with an interrupt
	global  globals
	args    []string
	out     *output
	log     *slog.Logger
	verbose func() // makes log write everything
	stdin   bool   // standard input has been read
}

// globals are the flags that every command takes.
type globals struct {
	vault, operator, passwordFile, deployment string
	json, events, verbose                     bool
}

// bind declares the flags. What was read before stays as it is, so that they
// may stand before and after the command.
func (g *globals) bind(f *pflag.FlagSet) {
	f.StringVar(&g.vault, "vault", g.vault, "`DIR` of the vault; else PATCHBAY_VAULT, else the platform's configuration folder")
	f.StringVar(&g.operator, "operator", g.operator, "`NAME` of who unlocks the vault; default: the only one")
	f.StringVar(&g.passwordFile, "password-file", g.passwordFile, "`FILE` with the operator's password; else PATCHBAY_PASSWORD, else a prompt")
	f.StringVar(&g.deployment, "deployment", g.deployment, "`NAME` of the deployment; default: the only one")
	f.BoolVar(&g.json, "json", g.json, "print exactly one JSON document")
	f.BoolVar(&g.events, "events", g.events, "print events as they happen, one JSON document a line")
	f.BoolVar(&g.verbose, "verbose", g.verbose, "log to standard error what is done")
}

// parse finds the command and reads its flags. It always returns a call, which
// can report the error.
func (m *Main) parse(args []string) (*call, command, error) {
	c := m.newCall()
	cmd, rest, err := m.find(c, args)
	if err != nil {
		return c, command{}, err
	}
	f := newFlags()
	c.global.bind(f)
	if cmd.flags != nil {
		cmd.flags(f)
	}
	if err := f.Parse(rest); err != nil {
		return c, c.helpOf(cmd), parseError(err, cmd)
	}
	c.args = f.Args()
	return c, cmd, c.accept(cmd)
}

// newFlags returns a flag set that prints nothing by itself.
func newFlags() *pflag.FlagSet {
	f := pflag.NewFlagSet("patchbay", pflag.ContinueOnError)
	f.Usage = func() {}
	f.SortFlags = false
	return f
}

// find reads the words of the command, with global flags before and between
// them. Without any, the command is the window.
func (m *Main) find(c *call, args []string) (command, []string, error) {
	all := commands()
	var words []string
	for {
		f := newFlags()
		f.SetInterspersed(false)
		c.global.bind(f)
		err := f.Parse(args)
		if errors.Is(err, pflag.ErrHelp) {
			return helpCommand(words), nil, nil
		}
		if err != nil {
			return command{}, nil, parseError(err, command{name: strings.Join(words, " ")})
		}
		args = f.Args()
		if len(args) == 0 {
			return endOfWords(words)
		}
		words, args = append(words, args[0]), args[1:]
		name := strings.Join(words, " ")
		if i := slices.IndexFunc(all, func(c command) bool { return c.name == name }); i >= 0 {
			return all[i], args, nil
		}
		if !isGroup(all, name) {
			return command{}, nil, usageError{message: fmt.Sprintf("there is no command %q", name), command: parent(words)}
		}
	}
}

func endOfWords(words []string) (command, []string, error) {
	if len(words) == 0 {
		return windowCommand(), nil, nil
	}
	name := strings.Join(words, " ")
	return command{}, nil, usageError{message: name + " needs a command", command: name}
}

func isGroup(all []command, name string) bool {
	return slices.ContainsFunc(all, func(c command) bool { return strings.HasPrefix(c.name, name+" ") })
}

func parent(words []string) string { return strings.Join(words[:len(words)-1], " ") }

// parseError words what the flag library found.
func parseError(err error, cmd command) error {
	if errors.Is(err, pflag.ErrHelp) {
		return nil
	}
	return usageError{message: err.Error(), command: cmd.name}
}

// helpOf returns the help of a command, for --help behind it.
func (c *call) helpOf(cmd command) command { return helpCommand(strings.Fields(cmd.name)) }

// accept checks what the flags do not.
func (c *call) accept(cmd command) error {
	if c.global.verbose {
		c.verbose()
	}
	usage := func(message string) error { return usageError{message: message, command: cmd.name} }
	switch n := len(c.args); {
	case c.global.json && c.global.events:
		return usage("--json and --events exclude each other")
	case n < cmd.min:
		return usage(cmd.name + " needs " + cmd.args)
	case cmd.max >= 0 && n > cmd.max:
		return usage("too many arguments: " + strings.Join(c.args[cmd.max:], " "))
	}
	return nil
}
