package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/discovery"
	"patchbay/backend/protocol/provider"
)

// way is how connections leave this machine without a vault: by the proxy that
// the environment names, and the given DNS server or the system's.
func (c *call) way(resolver string) (dial.Network, error) {
	way := dial.Network{Proxy: dial.SystemProxy(c.main.Getenv)}
	if resolver == "" {
		return way, nil
	}
	if message := dial.CheckResolver(resolver); message != "" {
		return dial.Network{}, usageError{message: "--resolver " + message}
	}
	way.Resolver = dial.NewResolver(resolver)
	return way, nil
}

func smtpDiscoverCommand() command {
	var ask, public bool
	var resolver string
	return command{
		name: "smtp discover", args: "ADDRESS", min: 1, max: 1,
		short: "find the mail servers of an address",
		long: "Without --ask only what is built in is used. With it the address's domain is asked: autoconfig, " +
			"SRV records, MX records. Needs no vault.",
		examples: []string{
			"patchbay smtp discover ada@example.com",
			"patchbay smtp discover ada@example.com --ask --json",
		},
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&ask, "ask", false, "ask the address's domain")
			f.BoolVar(&public, "public-directory", false, "with --ask: also ask Thunderbird's directory, which learns the domain")
			f.StringVar(&resolver, "resolver", "", "`ADDRESS` of the DNS server to ask; default: the system's")
		},
		run: func(c *call) error {
			if public && !ask {
				return usageError{message: "--public-directory needs --ask", command: "smtp discover"}
			}
			if err := discovery.CheckAddress(c.args[0]); err != nil {
				return err
			}
			report := discovery.BuiltIn(c.args[0], discovery.Options{})
			if ask {
				way, err := c.way(resolver)
				if err != nil {
					return err
				}
				report, err = discovery.Find(c.ctx, c.args[0], discovery.Options{Network: way, ISPDB: public})
				if err != nil {
					return err
				}
			}
			return c.out.result(report, func(p *printer) { printDiscovery(p, report, ask) })
		},
	}
}

func printDiscovery(p *printer, report discovery.Report, asked bool) {
	if len(report.Candidates) == 0 {
		p.line("Nothing is known of %s.", report.Domain)
		if !asked {
			p.line("Ask the domain itself with: patchbay smtp discover %s --ask", report.Address)
		}
	} else {
		rows := make([][]string, len(report.Candidates))
		for i, one := range report.Candidates {
			note := one.Where
			if one.NeedsConfirmation {
				note += " (confirm: " + one.Why + ")"
			}
			rows[i] = []string{
				string(one.Protocol), one.Host + ":" + strconv.Itoa(int(one.Port)), string(one.Security), one.User,
				strings.Join(one.SignIn, ", "), note,
			}
		}
		p.table([]string{"PROTOCOL", "SERVER", "SECURITY", "USER", "SIGN-IN", "FROM"}, rows)
	}
	for _, a := range report.Attempts {
		p.line("%s %s: %s", a.Source, a.Where, a.Outcome)
	}
}

func smtpProvidersCommand() command {
	return command{
		name: "smtp providers", args: "[ID]", max: 1,
		short:    "list the mail providers that are known, or show one",
		examples: []string{"patchbay smtp providers", "patchbay smtp providers gmail --json"},
		run: func(c *call) error {
			if len(c.args) == 0 {
				return c.listProviders()
			}
			known, ok := provider.ByID(c.args[0])
			if !ok {
				return fault.New(fault.NotFound, "provider.not_found", "no provider has the ID "+strconv.Quote(c.args[0])).
					WithHint("list them with: patchbay smtp providers")
			}
			return c.out.result(providerDocument(known), func(p *printer) { printProvider(p, known) })
		},
	}
}
