package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/notify"
	"patchbay/backend/proof"
	"patchbay/backend/workbench"
)

// switchesDocument is the answer of "notify switch".
type switchesDocument struct {
	Integration    bool   `json:"integration"`
	Notifications  bool   `json:"notifications"`
	Identifier     string `json:"identifier"` // attribute that is a person's address
	Template       string `json:"template"`   // name; "default" is the default one
	MailConfigured bool   `json:"mailConfigured"`
	MailFrom       string `json:"mailFrom,omitempty"`
	Findings       int    `json:"findings"` // that "notify findings" tells
	// Warning says that no person has the attribute, and which one was probably meant.
	Warning string `json:"warning,omitempty"`
}

// switching is what "notify switch" was asked for.
type switching struct {
	identifier, template string
	given                func(string) bool
}

func notifySwitchCommand() command {
	var o switching
	return command{
		name: "notify switch", args: "[integration|notifications on|off]", max: 2,
		short: "show the switches of the notifications, or turn one",
		long: "With the integration off no mail goes, but that of actions with e-mail settings of their own. With the " +
			"notifications off none goes for any action. That of a single action is in its document. The identifier names " +
			"the attribute of people that is their address at the mail server; one that nobody has is kept, with a warning.",
		examples: []string{
			"patchbay notify switch",
			"patchbay notify switch notifications on",
			"patchbay notify switch --identifier upn --template Formal",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&o.identifier, "identifier", "", "`ATTRIBUTE` that is a person's address")
			f.StringVar(&o.template, "template", "", "`NAME` of the template of actions without their own; \"default\" is the default one")
			o.given = f.Changed
		},
		run: func(c *call) error {
			turn, err := o.read(c.args)
			if err != nil {
				return err
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return o.run(c, bench, d, turn)
			})
		},
	}
}

// read makes a change of the switches out of the arguments, nil of none.
func (o switching) read(args []string) (func(*notify.Switches), error) {
	usage := func(message string) error { return usageError{message: message, command: "notify switch"} }
	if len(args) == 1 {
		return nil, usage("notify switch " + args[0] + " needs on or off")
	}
	var turns []func(*notify.Switches)
	if len(args) == 2 {
		on := args[1] == "on"
		if !on && args[1] != "off" {
			return nil, usage(fmt.Sprintf("a switch is turned on or off, not %q", args[1]))
		}
		switch args[0] {
		case "integration":
			turns = append(turns, func(s *notify.Switches) { s.Integration = on })
		case "notifications":
			turns = append(turns, func(s *notify.Switches) { s.Notifications = on })
		default:
			return nil, usage(fmt.Sprintf("there is no switch %q: there are integration and notifications", args[0]))
		}
	}
	if o.given("identifier") {
		turns = append(turns, func(s *notify.Switches) { s.Identifier = o.identifier })
	}
	if o.given("template") {
		turns = append(turns, func(s *notify.Switches) { s.Template = o.template })
	}
	if len(turns) == 0 {
		return nil, nil
	}
	return func(s *notify.Switches) {
		for _, turn := range turns {
			turn(s)
		}
	}, nil
}

func (o switching) run(c *call, bench *workbench.Workbench, d deployment.Deployment, turn func(*notify.Switches)) error {
	stored, err := bench.Notifications.Switches(c.ctx, d.ID)
	if err != nil {
		return err
	}
	if turn != nil {
		next := stored.Switches
		turn(&next)
		if stored, err = bench.Notifications.SaveSwitches(c.ctx, d.ID, next, stored.Revision); err != nil {
			return err
		}
	}
	document, err := c.switchesDocument(bench, d, stored)
	if err != nil {
		return err
	}
	return c.out.result(document, document.print)
}

func (c *call) switchesDocument(bench *workbench.Workbench, d deployment.Deployment, s notify.StoredSwitches) (switchesDocument, error) {
	names, err := c.templateNames(bench, d)
	if err != nil {
		return switchesDocument{}, err
	}
	found, err := bench.Notifications.Findings(c.ctx, d.ID)
	if err != nil {
		return switchesDocument{}, err
	}
	with := s.WithDefaults()
	unknown, err := bench.Notifications.UnknownIdentifier(c.ctx, d.ID, with.Identifier)
	if err != nil {
		return switchesDocument{}, err
	}
	warning := ""
	if unknown != nil {
		warning = unknown.Cause + " " + unknown.Remedy
	}
	return switchesDocument{
		Warning:     warning,
		Integration: with.Integration, Notifications: with.Notifications, Identifier: with.Identifier,
		Template: names[with.Template], MailConfigured: s.Mail.Configured, MailFrom: s.Mail.From, Findings: len(found),
	}, nil
}

func (d switchesDocument) print(p *printer) {
	server := "none yet: save one with: patchbay smtp set --from FILE"
	if d.MailConfigured {
		server = strings.TrimSpace("is configured " + sentFrom(d.MailFrom))
	}
	for _, row := range [][2]string{
		{"Integration", onOff(d.Integration)},
		{"Notifications", onOff(d.Notifications)},
		{"Identifier", d.Identifier},
		{"Template", d.Template},
		{"Mail server", server},
	} {
		p.labelled(0, row[0], row[1])
	}
	if d.Warning != "" {
		p.line("")
		p.hanging(p.style.marks[proof.Warned]+" ", d.Warning)
	}
	if d.Findings > 0 {
		p.line("")
		p.line("%s: patchbay notify findings", count(d.Findings, "thing does not fit together", "things do not fit together"))
	}
}

func sentFrom(address string) string {
	if address == "" {
		return ""
	}
	return "(from " + address + ")"
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
