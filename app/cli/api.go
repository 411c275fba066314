package cli

import (
	"errors"
	"strconv"

	"github.com/spf13/pflag"

	"patchbay/backend/localapi"
	"patchbay/backend/workbench"
)

func apiCommands() []command {
	return []command{apiServeCommand(), apiCACommand(), apiShowCommand(), apiSetCommand()}
}

var errPort = errors.New("must be from 0 to 65535")

// apiDocument says how the local API is to run.
type apiDocument struct {
	StartAtUnlock bool               `json:"startAtUnlock"`
	Host          string             `json:"host"`
	Port          uint16             `json:"port"`      // 0 is a free one
	Authority     *authorityDocument `json:"authority"` // null before it is made
}

func apiDocumentOf(stored localapi.Stored) apiDocument {
	d := apiDocument{StartAtUnlock: stored.StartAtUnlock, Host: stored.Host, Port: stored.Port}
	if stored.Authority != nil {
		d.Authority = new(authorityDocumentOf(*stored.Authority))
	}
	return d
}

func (d apiDocument) print(p *printer) {
	port := "a free one"
	if d.Port != 0 {
		port = strconv.Itoa(int(d.Port))
	}
	authority := "none yet; it is made at the first start"
	if d.Authority != nil {
		authority = "valid until " + d.Authority.NotAfter.Format("2006-01-02") + ", SHA-256 " + d.Authority.Fingerprint
	}
	for _, row := range [][2]string{
		{"With the vault", yes(d.StartAtUnlock)}, {"Host", d.Host}, {"Port", port}, {"Authority", authority},
	} {
		p.labelled(0, row[0], row[1])
	}
}

func apiShowCommand() command {
	return command{
		name:     "api show",
		short:    "show how the local API is to run, and its authority",
		examples: []string{"patchbay api show", "patchbay api show --json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				stored, err := bench.LocalAPI.Get(c.ctx)
				if err != nil {
					return err
				}
				document := apiDocumentOf(stored)
				return c.out.result(document, document.print)
			})
		},
	}
}

func apiSetCommand() command {
	var draft localapi.Settings
	var changed func(name string) bool
	return command{
		name:  "api set",
		short: "choose how the local API is to run",
		long: "What is not given stays. A fixed port spares scripts the question for it. It holds from the next start on. " +
			"With --start-at-unlock the pages start it whenever the vault is unlocked there; patchbay api serve always does.",
		examples: []string{"patchbay api set --port 8443", "patchbay api set --start-at-unlock", "patchbay api set --start-at-unlock=false"},
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&draft.StartAtUnlock, "start-at-unlock", false, "start it with the vault")
			f.StringVar(&draft.Host, "host", "", "loopback `ADDRESS`: 127.0.0.1 or [::1]")
			f.Var((*portFlag)(&draft.Port), "port", "`PORT`; 0 chooses a free one at every start")
			changed = f.Changed
		},
		run: func(c *call) error {
			if !changed("start-at-unlock") && !changed("host") && !changed("port") {
				return usageError{message: "api set needs --start-at-unlock, --host or --port", command: "api set"}
			}
			return c.withVault(func(bench *workbench.Workbench) error {
				stored, err := bench.LocalAPI.Get(c.ctx)
				if err != nil {
					return err
				}
				next := withChanges(stored.Settings, draft, changed)
				stored, err = bench.LocalAPI.Save(c.ctx, localapi.Draft{Settings: next, Revision: stored.Revision})
				if err != nil {
					return err
				}
				document := apiDocumentOf(stored)
				return c.out.result(document, document.print)
			})
		},
	}
}

// withChanges takes over what flags have changed; the rest stays as it is kept.
func withChanges(kept, draft localapi.Settings, changed func(name string) bool) localapi.Settings {
	if changed("start-at-unlock") {
		kept.StartAtUnlock = draft.StartAtUnlock
	}
	if changed("host") {
		kept.Host = draft.Host
	}
	if changed("port") {
		kept.Port = draft.Port
	}
	return kept
}

// portFlag is a flag for a port, 0 included.
type portFlag uint16

// String returns the port; "" is 0, which help does not name as the default.
func (p *portFlag) String() string {
	if *p == 0 {
		return ""
	}
	return strconv.Itoa(int(*p))
}

// Set reads a port.
func (p *portFlag) Set(text string) error {
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return errPort
	}
	*p = portFlag(port)
	return nil
}

// Type is what the flag library asks for.
func (p *portFlag) Type() string { return "port" }
