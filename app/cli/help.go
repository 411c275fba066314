package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

const exitStatuses = `Exit status:
  0  done, and a proof passed        5  locked, denied or wrong password
  1  internal                        6  the other side refused or was not reached
  2  usage                           7  a proof failed
  3  invalid input or a conflict     8  the vault is damaged, tampered with,
  4  not found                          foreign, newer or rolled back
`

// helpTopic is "patchbay help".
func helpTopic() command {
	return command{
		name: "help", args: "[COMMAND]", short: "tell what a command does", max: -1,
		run: func(c *call) error { return c.help(c.args) },
	}
}

// helpCommand is --help behind words.
func helpCommand(words []string) command {
	return command{name: "help", max: -1, run: func(c *call) error { return c.help(words) }}
}

func (c *call) help(words []string) error {
	name := strings.Join(words, " ")
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	switch {
	case i >= 0:
		all[i].describe(c.main.Stdout)
	case name == "":
		overview(c.main.Stdout, all)
	case isGroup(all, name):
		fmt.Fprintf(c.main.Stdout, "Usage: patchbay %s COMMAND [FLAGS]\n\n", name)
		list(c.main.Stdout, all, name+" ")
	default:
		return usageError{message: fmt.Sprintf("there is no command %q", name)}
	}
	return nil
}

func overview(w io.Writer, all []command) {
	fmt.Fprint(w, `Patchbay configures a system's integrations, proves them, and hands them over.

Usage: patchbay                    open the window, or serve the pages without one
       patchbay COMMAND [FLAGS]

`)
	list(w, all, "")
	fmt.Fprint(w, "\nFlags of every command, before or behind it:\n")
	f := newFlags()
	(&globals{}).bind(f)
	fmt.Fprint(w, f.FlagUsagesWrapped(defaultWidth))
	fmt.Fprintf(w, "\n%s\nMore: patchbay help COMMAND\n", exitStatuses)
}

func list(w io.Writer, all []command, prefix string) {
	width := 0
	for _, c := range all {
		width = max(width, len(c.name))
	}
	for _, c := range all {
		if strings.HasPrefix(c.name, prefix) {
			fmt.Fprintf(w, "  %-*s  %s\n", width, c.name, c.short)
		}
	}
}

// describe writes the help of one command.
func (c command) describe(w io.Writer) {
	fmt.Fprintf(w, "Usage: %s\n\n", strings.Join(strings.Fields("patchbay "+c.name+" "+c.args+" [FLAGS]"), " "))
	text := strings.ToUpper(c.short[:1]) + c.short[1:] + "."
	if c.long != "" {
		text += " " + c.long
	}
	fmt.Fprintln(w, strings.Join(wrap(text, defaultWidth), "\n"))
	if c.flags != nil {
		f := newFlags()
		c.flags(f)
		fmt.Fprintf(w, "\nFlags:\n%s", f.FlagUsagesWrapped(defaultWidth))
	}
	f := newFlags()
	(&globals{}).bind(f)
	fmt.Fprintf(w, "\nFlags of every command:\n%s", f.FlagUsagesWrapped(defaultWidth))
	if len(c.examples) > 0 {
		fmt.Fprintf(w, "\nExamples:\n  %s\n", strings.Join(c.examples, "\n  "))
	}
}
