package cli

import (
	"errors"

	"github.com/spf13/pflag"

	"patchbay/app"
	"patchbay/app/browser"
	"patchbay/backend/workbench"
)

// listenFlag is the address of the pages, which may only be this machine's.
type listenFlag struct{ address string }

func (l *listenFlag) bind(f *pflag.FlagSet) {
	f.StringVar(&l.address, "listen", browser.DefaultListen, "loopback `ADDRESS`:PORT of the pages; port 0 chooses a free one")
}

func (l listenFlag) check(command string) error {
	if err := browser.CheckListen(l.address); err != nil {
		return usageError{message: "--listen: " + err.Error(), command: command}
	}
	return nil
}

func serveCommand() command {
	var listen listenFlag
	return command{
		name:  "serve",
		short: "show the pages in a browser",
		long: "It prints a link that works once, and runs until it is interrupted. The link is not handed to a " +
			"browser: other users of this machine could read it among the process's arguments.",
		examples: []string{"patchbay serve", "patchbay serve --listen 127.0.0.1:8080 --json"},
		flags:    listen.bind,
		run: func(c *call) error {
			if err := listen.check("serve"); err != nil {
				return err
			}
			return c.withBench(func(bench *workbench.Workbench) error {
				return c.serve(bench, listen.address, false, nil)
			})
		},
	}
}

// link is the line that "serve" prints before it goes on running. More holds
// what the demo adds.
type link struct {
	URL string `json:"url"`
	*demoDocument
}

// serve shows the pages until the call is interrupted.
func (c *call) serve(bench *workbench.Workbench, listen string, demo bool, more *demoDocument) (err error) {
	bound, closing := c.bind(bench, app.Options{Door: "browser", Demo: demo})
	defer func() { err = errors.Join(err, closing()) }()
	defer c.lockWhenAway(bench)()
	server, err := browser.Listen(browser.Options{
		Listen: listen, Pages: c.main.Pages, Bound: bound.Bound(), Subscribe: bound.Subscribe, Log: c.log,
	})
	if err != nil {
		return err
	}
	started := link{URL: server.Link(), demoDocument: more}
	if err := c.started("listening", started, func(p *printer) {
		p.line("Open this link in a browser on this machine. It works once.")
		p.line("")
		p.line("  %s", started.URL)
		p.line("")
		p.line("Press Ctrl-C to end.")
	}); err != nil {
		return errors.Join(err, server.Close())
	}
	if err := server.Serve(c.ctx); err != nil {
		return err
	}
	return c.ended()
}

// started prints the one line of a command that goes on running.
func (c *call) started(event string, document any, text func(*printer)) error {
	if c.out.global.events {
		return c.out.tagged(event, document)
	}
	return c.out.result(document, text)
}

// ended closes a stream of events; the other forms have said everything.
func (c *call) ended() error {
	if c.out.global.events {
		return c.out.last(struct{}{})
	}
	return nil
}
