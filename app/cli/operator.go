package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

func operatorCommands() []command {
	return []command{operatorPasswordCommand()}
}

func operatorPasswordCommand() command {
	var file string
	return command{
		name:     "operator password",
		short:    "change the operator's own password",
		examples: []string{"patchbay operator password"},
		flags:    func(f *pflag.FlagSet) { newPasswordFlag(f, &file) },
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error {
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
			})
		},
	}
}
