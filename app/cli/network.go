package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/network"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

func networkCommands() []command {
	return []command{networkShowCommand(), networkSetCommand()}
}

// networkView is how traffic leaves the machine, as the command line prints it.
type networkView struct {
	Proxy    network.Mode     `json:"proxy"`
	Scheme   dial.ProxyScheme `json:"scheme,omitempty"`
	Address  string           `json:"address,omitempty"`
	User     string           `json:"user,omitempty"`
	Password *smtp.SecretView `json:"password,omitempty"`
	Resolver string           `json:"resolver,omitempty"`
	System   string           `json:"system,omitempty"` // the proxy that the environment names
}

func networkShowCommand() command {
	return command{
		name:     "network show",
		short:    "show the proxy and the DNS server that connections use",
		examples: []string{"patchbay network show --json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				stored, err := bench.Network.Get(c.ctx)
				if err != nil {
					return err
				}
				return c.showNetwork(bench, stored)
			})
		},
	}
}

func networkSetCommand() command {
	var draft network.Draft
	var mode, scheme, secretFile string
	return command{
		name:  "network set",
		short: "choose the proxy and the DNS server that connections use",
		long:  "It replaces what is kept. The proxy's password stays while scheme, address and user stay.",
		examples: []string{
			"patchbay network set --proxy manual --scheme socks5 --address proxy.example.com:1080",
			"patchbay network set --proxy none --resolver 192.0.2.53",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&mode, "proxy", string(network.ModeSystem), "`MODE`: system, none or manual")
			f.StringVar(&scheme, "scheme", "", "with manual: socks5 or http")
			f.StringVar(&draft.Address, "address", "", "with manual: `HOST:PORT` of the proxy")
			f.StringVar(&draft.User, "user", "", "with manual: `NAME` to sign in to the proxy with")
			f.StringVar(&secretFile, "secret-file", "", "`FILE` with the proxy's password")
			f.StringVar(&draft.Resolver, "resolver", "", "`ADDRESS` of the DNS server; default: the system's")
		},
		run: func(c *call) error {
			draft.Proxy, draft.Scheme = network.Mode(mode), dial.ProxyScheme(scheme)
			described := scheme != "" || draft.Address != "" || draft.User != "" || secretFile != ""
			if described && draft.Proxy != network.ModeManual {
				return usageError{message: "--scheme, --address, --user and --secret-file need --proxy manual", command: "network set"}
			}
			draft.Password = secret.Input{Change: secret.Keep}
			if secretFile != "" {
				password, err := c.secretFile(secretFile)
				if err != nil {
					return err
				}
				defer password.Wipe()
				draft.Password = secret.Input{Change: secret.Set, Value: password}
			}
			return c.withVault(func(bench *workbench.Workbench) error {
				stored, err := bench.Network.Get(c.ctx)
				if err != nil {
					return err
				}
				draft.Revision = stored.Revision
				if stored, err = bench.Network.Save(c.ctx, draft); err != nil {
					return err
				}
				return c.showNetwork(bench, stored)
			})
		},
	}
}

func (c *call) showNetwork(bench *workbench.Workbench, stored network.Stored) error {
	view := networkView{
		Proxy: stored.Proxy, Scheme: stored.Scheme, Address: stored.Address, User: stored.User,
		Resolver: stored.Resolver, System: bench.Network.System(),
	}
	if stored.Password.Set {
		view.Password = &smtp.SecretView{Set: true, ChangedAt: &stored.Password.ChangedAt}
	}
	return c.out.result(view, func(p *printer) {
		p.labelled(0, "Proxy", string(view.Proxy))
		if view.Proxy == network.ModeManual {
			p.labelled(0, "Through", string(view.Scheme)+" "+view.Address)
			p.labelled(0, "User", view.User)
		}
		p.labelled(0, "DNS server", view.Resolver)
		p.labelled(0, "The system's", view.System)
	})
}
