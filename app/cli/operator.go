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
		operatorRemoveCommand(), operatorPasswordCommand(), operatorResetCommand(),
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
	ResetUntil *time.Time    `json:"resetUntil,omitempty"` // when a mailed password ends
	ResetUsed  bool          `json:"resetUsed,omitempty"`  // it has opened the vault, and does not any more
}

func operatorDocumentOf(m operator.Member) operatorDocument {
	d := operatorDocument{
		ID: m.ID, Name: m.Name, Email: m.Email, Role: m.Role, MustChange: m.MustChange,
		You: m.You, LastOwner: m.LastOwner, ChangedAt: m.ChangedAt.UTC(), ResetUsed: m.ResetUsed,
	}
	if !m.ResetUntil.IsZero() {
		until := m.ResetUntil.UTC()
		d.ResetUntil = &until
	}
	return d
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
	switch {
	case d.ResetUsed:
		remarks = append(remarks, "has used a mailed password and set none")
	case d.ResetUntil != nil:
		remarks = append(remarks, "has a mailed password until "+d.ResetUntil.Format("2006-01-02 15:04 UTC"))
	case d.MustChange:
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
			if form.Email == "" {
				return usageError{message: "operator add needs --email ADDRESS", command: "operator add"}
			}
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
