package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

func operatorChangeCommand() command {
	var name, email string
	var given func(string) bool
	return command{
		name: "operator change", args: "NAME", min: 1, max: 1,
		short:    "change an operator's name or address",
		long:     "What is not named stays as it is. Only an owner may.",
		examples: []string{"patchbay operator change Grace --email grace@example.org"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&name, "name", "", "the new `NAME`")
			f.StringVar(&email, "email", "", "the new `ADDRESS`")
			given = f.Changed
		},
		run: func(c *call) error {
			if !given("name") && !given("email") {
				return usageError{message: "operator change needs --name or --email", command: "operator change"}
			}
			return c.changeOperator(func(details *operator.Details) {
				if given("name") {
					details.Name = name
				}
				if given("email") {
					details.Email = email
				}
			})
		},
	}
}

func operatorRoleCommand() command {
	return command{
		name: "operator role", args: "NAME ROLE", min: 2, max: 2,
		short: "change what an operator may do",
		long: "Owners do everything; editors everything but operators, rotation and restore; viewers read and prove. " +
			"The last owner stays one. Only an owner may.",
		examples: []string{"patchbay operator role Grace viewer"},
		run: func(c *call) error {
			return c.changeOperator(func(details *operator.Details) { details.Role = operator.Role(c.args[1]) })
		},
	}
}

// changeOperator changes the operator of the first argument.
func (c *call) changeOperator(change func(*operator.Details)) error {
	return c.withVault(func(bench *workbench.Workbench) error {
		m, err := bench.Operators.Find(c.ctx, c.args[0])
		if err != nil {
			return err
		}
		details := operator.Details{ID: m.ID, Name: m.Name, Email: m.Email, Role: m.Role}
		change(&details)
		changed, err := bench.Operators.Change(c.ctx, details)
		if err != nil {
			return err
		}
		return c.out.result(operatorDocumentOf(changed), func(p *printer) {
			p.line("%s <%s> is %s.", changed.Name, changed.Email, article(changed.Role))
		})
	})
}

// removalDocument is the answer of "operator remove": who was removed, and the
// rotation that this took.
type removalDocument struct {
	Removed string `json:"removed"`
	rotationDocument
}

func operatorRemoveCommand() command {
	return command{
		name: "operator remove", args: "NAME", min: 1, max: 1,
		short: "remove an operator, and make a new encryption key at once",
		long: "Everything is encrypted anew in the same step, so that the removed operator's password opens the vault " +
			"no longer, not even with an old copy of its header. Old backups still open with it, and a recovery key " +
			"that the person knows works on: replace it with: patchbay vault recovery-key. Only an owner may.",
		examples: []string{"patchbay operator remove Grace"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				m, err := bench.Operators.Find(c.ctx, c.args[0])
				if err != nil {
					return err
				}
				defer bench.Events.Subscribe(c.rotationProgress)()
				rotation, err := bench.Operators.Remove(c.ctx, m.ID)
				if err != nil {
					return err
				}
				document := removalDocument{m.Name, rotationDocumentOf(rotation)}
				return c.out.result(document, func(p *printer) {
					p.line("%s is removed. The encryption key is new: generation %d, %d records in %d ms.",
						m.Name, document.Generation, document.Records, document.DurationMs)
				})
			})
		},
	}
}
