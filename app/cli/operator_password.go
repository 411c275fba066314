package cli

import (
	"math"
	"slices"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

func operatorPasswordCommand() command {
	var file string
	return command{
		name:  "operator password",
		short: "change the operator's own password",
		long: "A first password, which somebody else has set, is replaced by this too, and so is a mailed one, which unlocks " +
			"once: a new password that is refused does not use it up. Backups that were made before keep the old password.",
		examples: []string{"patchbay operator password"},
		flags:    func(f *pflag.FlagSet) { newPasswordFlag(f, &file) },
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error { return c.changePassword(bench, newPasswordSource(file)) })
		},
	}
}

// changePassword has the new password judged before the old one opens anything: a
// mailed one does that once, and would be used up by a new one that is refused.
func (c *call) changePassword(bench *workbench.Workbench, from source) error {
	if err := opens(bench.Operators.Status()); err != nil {
		return err
	}
	current, err := c.password()
	if err != nil {
		return err
	}
	defer current.Wipe()
	var who operator.Operator
	err = c.newPassword(from, mostAsked, func(next secret.Text) (err error) {
		form := operator.PasswordChange{Current: current, Next: next, Confirm: next}
		who, err = bench.Operators.UnlockToChange(c.ctx, c.global.operator, form)
		return err
	})
	if err != nil {
		return stillGood(err)
	}
	return c.out.result(map[string]string{"operator": who.Name}, func(p *printer) {
		p.line("The password of %s is changed.", who.Name)
	})
}

// stillGood tells whose new password was refused that the one he has is not used up.
func stillGood(err error) error {
	if f := fault.Of(err); blamesNew(f) && f.Hint == "" {
		return f.WithHint("try again with another new password: the current one is not used up, also when it was mailed")
	}
	return err
}

// mostAsked is how often somebody is asked for a password that is good enough.
const mostAsked = 3

// newPassword reads a new password and sets it. Where it is refused and somebody can
// be asked, another one is asked for, at most so often.
func (c *call) newPassword(from source, most int, set func(secret.Text) error) error {
	for asked := 1; ; asked++ {
		next, err := c.secret(from)
		if err == nil {
			err = set(next)
			next.Wipe()
		}
		if err == nil || !blamesNew(fault.Of(err)) || asked == most || !c.asks(from) {
			return err
		}
		newPrinter(c.out.stderr, c.out.style).fault(fault.Of(err))
	}
}

// blamesNew reports whether another new password could do.
func blamesNew(f *fault.Fault) bool {
	return f.Kind == fault.Invalid && slices.ContainsFunc(f.Fields, func(field fault.Field) bool {
		return field.Name == "next" || field.Name == "confirm"
	})
}

// ownPassword has who unlocked with a password of somebody else's set his own
// at once. A mailed one does not unlock again, so it is asked for until it is good
// enough.
func (c *call) ownPassword(bench *workbench.Workbench, current secret.Text) error {
	from := newPasswordSource("")
	c.out.note("patchbay: this password was chosen by somebody else: set one of your own")
	return c.newPassword(from, math.MaxInt, func(next secret.Text) error {
		return bench.Operators.ChangePassword(c.ctx, operator.PasswordChange{Current: current, Next: next, Confirm: next})
	})
}
