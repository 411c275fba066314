package cli

import (
	"strings"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

func operatorCommands() []command {
	return []command{
		operatorAddCommand(), operatorListCommand(), operatorChangeCommand(), operatorRoleCommand(),
		operatorRemoveCommand(), operatorPasswordCommand(),
	}
}

// operatorDocument is an operator as it is printed.
type operatorDocument struct {
	ID         string        `json:"id"`
	Name       string        `json:"name"`
	Email      string        `json:"email"`
	Role       operator.Role `json:"role"`
	MustChange bool          `json:"mustChange"`
	You        bool          `json:"you"`
	LastOwner  bool          `json:"lastOwner"`
	ChangedAt  time.Time     `json:"changedAt"`
}

func operatorDocumentOf(m operator.Member) operatorDocument {
	return operatorDocument{
		ID: m.ID, Name: m.Name, Email: m.Email, Role: m.Role, MustChange: m.MustChange,
		You: m.You, LastOwner: m.LastOwner, ChangedAt: m.ChangedAt.UTC(),
	}
}

// remarks says of an operator what his role does not.
func (d operatorDocument) remarks() string {
	var remarks []string
	if d.You {
		remarks = append(remarks, "you")
	}
	if d.LastOwner {
		remarks = append(remarks, "the only owner")
	}
	if d.MustChange {
		remarks = append(remarks, "must set a new password")
	}
	return strings.Join(remarks, ", ")
}

const rolesHint = "owner, editor or viewer"

func operatorAddCommand() command {
	var form operator.NewOperator
	var role, passwordFile string
	return command{
		name: "operator add", args: "NAME", min: 1, max: 1,
		short: "let somebody open the vault, with a first password",
		long: "The first password comes from --new-password-file, PATCHBAY_NEW_PASSWORD, or a prompt. It opens the " +
			"vault, but nothing in it, until it is replaced with: patchbay operator password. Owners do everything; " +
			"editors everything but operators, rotation and restore; viewers read and prove. Only an owner may.",
		examples: []string{`patchbay operator add "Grace Example" --email grace@example.com --role editor`},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&form.Email, "email", "", "the operator's `ADDRESS`; test messages go there")
			f.StringVar(&role, "role", string(operator.Viewer), rolesHint)
			newPasswordFlag(f, &passwordFile)
		},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				password, err := c.secret(newPasswordSource(passwordFile))
				if err != nil {
					return err
				}
				defer password.Wipe()
				form.Name, form.Role, form.Password, form.Confirm = c.args[0], operator.Role(role), password, password
				added, err := bench.Operators.Add(c.ctx, form)
				if err != nil {
					return err
				}
				return c.out.result(operatorDocumentOf(added), func(p *printer) {
					p.line("%s may open the vault as %s.", added.Name, article(added.Role))
					p.line("The first password must be replaced: patchbay operator password --operator %q", added.Name)
				})
			})
		},
	}
}

// article puts a role into a sentence.
func article(role operator.Role) string {
	if role == operator.Viewer {
		return "a viewer"
	}
	return "an " + string(role)
}

func operatorListCommand() command {
	return command{
		name:     "operator list",
		short:    "list who may open the vault",
		examples: []string{"patchbay operator list --json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				members, err := bench.Operators.List(c.ctx)
				if err != nil {
					return err
				}
				documents := make([]operatorDocument, len(members))
				rows := make([][]string, len(members))
				for i, m := range members {
					documents[i] = operatorDocumentOf(m)
					rows[i] = []string{m.Name, m.Email, string(m.Role), documents[i].remarks()}
				}
				return c.out.result(documents, func(p *printer) {
					p.table([]string{"NAME", "ADDRESS", "ROLE", ""}, rows)
				})
			})
		},
	}
}

func operatorPasswordCommand() command {
	var file string
	return command{
		name:  "operator password",
		short: "change the operator's own password",
		long: "A first password, which somebody else has set, is replaced by this too. Backups that were made before " +
			"keep the old password.",
		examples: []string{"patchbay operator password"},
		flags:    func(f *pflag.FlagSet) { newPasswordFlag(f, &file) },
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error { return c.changePassword(bench, file) })
		},
	}
}

func (c *call) changePassword(bench *workbench.Workbench, file string) error {
	if err := opens(bench.Operators.Status()); err != nil {
		return err
	}
	current, err := c.password()
	if err != nil {
		return err
	}
	defer current.Wipe()
	who, err := bench.Operators.Unlock(c.ctx, c.global.operator, current)
	if err != nil {
		return err
	}
	next, err := c.secret(newPasswordSource(file))
	if err != nil {
		return err
	}
	defer next.Wipe()
	form := operator.PasswordChange{Current: current, Next: next, Confirm: next}
	if err := bench.Operators.ChangePassword(c.ctx, form); err != nil {
		return err
	}
	return c.out.result(map[string]string{"operator": who.Name}, func(p *printer) {
		p.line("The password of %s is changed.", who.Name)
	})
}
