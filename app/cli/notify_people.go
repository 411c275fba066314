package cli

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/notify"
	"patchbay/backend/workbench"
)

func notifyPeopleCommands() []command {
	return []command{
		notifyPeopleListCommand(), notifyPeopleShowCommand(), notifyPeopleSetCommand(), notifyPeopleRemoveCommand(),
		notifyPeopleImportCommand(),
	}
}

// mostRows is how many rows are asked for at once.
const mostRows = 1000

// personDocument is a person as it is printed, with the address that the
// identifier finds.
type personDocument struct {
	notify.PersonDocument
	Address  string `json:"address"`
	Unusable string `json:"unusable,omitempty"` // why there is none
}

func personDocumentOf(p notify.ListedPerson) personDocument {
	return personDocument{PersonDocument: p.Document(), Address: p.Address, Unusable: p.Unusable.Text}
}

// peopleOf returns all people that a query asks for.
func (c *call) peopleOf(bench *workbench.Workbench, d deployment.Deployment, q notify.PeopleQuery) ([]notify.ListedPerson, error) {
	var all []notify.ListedPerson
	q.Limit = mostRows
	for {
		q.Offset = len(all)
		page, err := bench.Notifications.People(c.ctx, d.ID, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.People...)
		if len(page.People) == 0 || len(all) >= page.Matching {
			return all, nil
		}
	}
}

// findPerson is the person whose user name, e-mail address or ID is who.
func (c *call) findPerson(bench *workbench.Workbench, d deployment.Deployment, who string) (notify.Person, error) {
	found, err := bench.Notifications.FindPeople(c.ctx, d.ID, who)
	if err != nil {
		return notify.Person{}, err
	}
	return found[0], nil
}

func notifyPeopleListCommand() command {
	var q notify.PeopleQuery
	return command{
		name:     "notify people list",
		short:    "list the people of the deployment with the addresses that the identifier finds",
		examples: []string{"patchbay notify people list", "patchbay notify people list --unusable --json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&q.Search, "search", "", "only those with this `TEXT` in one of their values")
			f.BoolVar(&q.Unusable, "unusable", false, "only those without a usable address")
		},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				people, err := c.peopleOf(bench, d, q)
				if err != nil {
					return err
				}
				documents := make([]personDocument, len(people))
				rows := make([][]string, len(people))
				for i, one := range people {
					documents[i] = personDocumentOf(one)
					rows[i] = []string{one.Name, one.UserName, one.Email, one.Address, one.Unusable.Text}
				}
				return c.out.result(documents, func(p *printer) { printPeople(p, d, q, rows) })
			})
		},
	}
}

func printPeople(p *printer, d deployment.Deployment, q notify.PeopleQuery, rows [][]string) {
	switch {
	case len(rows) > 0:
		p.table([]string{"NAME", "USER NAME", "E-MAIL", "MAIL GOES TO", "WHY NOT"}, rows)
	case q.Search != "":
		p.line("Nobody in %s is like that.", d.Name)
	case q.Unusable:
		p.line("Everybody in %s has a usable address.", d.Name)
	default:
		p.line("%s has no people yet: read them with: patchbay notify people import FILE.csv", d.Name)
	}
}

// withPerson runs fn on the person whom the first argument names.
func (c *call) withPerson(fn func(*workbench.Workbench, deployment.Deployment, notify.Person) error) error {
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		found, err := c.findPerson(bench, d, c.args[0])
		if err != nil {
			return err
		}
		return fn(bench, d, found)
	})
}

func notifyPeopleShowCommand() command {
	return command{
		name: "notify people show", args: "WHO", min: 1, max: 1,
		short:    "show a person by user name, e-mail address or ID",
		examples: []string{"patchbay notify people show ada", "patchbay notify people show ada@example.com --json"},
		run: func(c *call) error {
			return c.withPerson(func(_ *workbench.Workbench, _ deployment.Deployment, who notify.Person) error {
				return c.out.result(who.Document(), func(p *printer) { printPerson(p, who) })
			})
		},
	}
}

func printPerson(p *printer, who notify.Person) {
	p.labelled(0, "Name", who.Name)
	p.labelled(0, "User name", who.UserName)
	p.labelled(0, "E-mail", who.Email)
	for _, name := range slices.Sorted(maps.Keys(who.Attributes)) {
		p.labelled(0, name, who.Attributes[name])
	}
}

func notifyPeopleSetCommand() command {
	var from string
	return command{
		name: "notify people set", args: "[WHO]", max: 1,
		short: "keep a person by its document",
		long: "The document {name, userName, email, attributes} replaces the person WHO, or else the one with its user name " +
			"or its e-mail address, or makes a new one.",
		examples: []string{"patchbay notify people set --from ada.json", "patchbay notify people set ada@example.com --from ada.json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&from, "from", "", "`FILE` with the document; - is standard input")
		},
		run: func(c *call) error {
			if from == "" {
				return usageError{message: "notify people set needs --from FILE", command: "notify people set"}
			}
			content, err := c.readFile(from)
			if err != nil {
				return err
			}
			draft, err := notify.ParsePerson(content)
			if err != nil {
				return err
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.savePerson(bench, d, draft)
			})
		},
	}
}

func (c *call) savePerson(bench *workbench.Workbench, d deployment.Deployment, draft notify.Person) error {
	stored, err := c.storedPerson(bench, d, draft)
	if err != nil {
		return err
	}
	draft.ID, draft.Revision = stored.ID, stored.Revision // none of a new one
	saved, err := bench.Notifications.SavePerson(c.ctx, d.ID, draft)
	if err != nil {
		return err
	}
	return c.out.result(saved.Document(), func(p *printer) { p.line("%s of %s is saved.", saved.Shown(), d.Name) })
}

// storedPerson is whom a document replaces.
func (c *call) storedPerson(bench *workbench.Workbench, d deployment.Deployment, draft notify.Person) (notify.Person, error) {
	if len(c.args) > 0 {
		return c.findPerson(bench, d, c.args[0])
	}
	return bench.Notifications.Same(c.ctx, d.ID, draft)
}

func notifyPeopleRemoveCommand() command {
	return command{
		name: "notify people remove", args: "WHO...", min: 1, max: -1,
		short:    "remove people, all that are named or none",
		long:     "What became of their mail stays.",
		examples: []string{"patchbay notify people remove ada grace@example.com"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				people, err := bench.Notifications.FindPeople(c.ctx, d.ID, c.args...)
				if err != nil {
					return err
				}
				ids, names := make([]string, len(people)), make([]string, len(people))
				for i, one := range people {
					ids[i], names[i] = one.ID, one.Shown()
				}
				if err := bench.Notifications.RemovePeople(c.ctx, d.ID, ids); err != nil {
					return err
				}
				return c.out.result(map[string][]string{"removed": names}, func(p *printer) {
					p.line("Removed from %s: %s.", d.Name, strings.Join(names, ", "))
				})
			})
		},
	}
}
