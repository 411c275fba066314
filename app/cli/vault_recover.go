package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

func vaultRecoverCommand() command {
	var keyFile, passwordFile string
	return command{
		name:  "vault recover",
		short: "open the vault with the recovery key and set a new password",
		long:  "The recovery key that was used is replaced: the new one is printed, this once.",
		examples: []string{
			"patchbay vault recover",
			"patchbay vault recover --recovery-key-file FILE --new-password-file FILE",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&keyFile, "recovery-key-file", "", "`FILE` with the recovery key; else PATCHBAY_RECOVERY_KEY, else a prompt")
			newPasswordFlag(f, &passwordFile)
		},
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error {
				if err := opens(bench.Operators.Status()); err != nil {
					return err
				}
				key, err := c.secret(source{flag: "--recovery-key-file", file: keyFile, env: envRecoveryKey, prompt: "Recovery key: "})
				if err != nil {
					return err
				}
				defer key.Wipe()
				next, err := c.secret(newPasswordSource(passwordFile))
				if err != nil {
					return err
				}
				defer next.Wipe()
				created, err := bench.Operators.Recover(c.ctx, operator.Recovery{
					Operator: c.global.operator, Key: key, Next: next, Confirm: next,
				})
				if err != nil {
					return err
				}
				return c.showRecoveryKey(created, "The vault is recovered, and the password is set.")
			})
		},
	}
}

func newPasswordFlag(f *pflag.FlagSet, value *string) {
	f.StringVar(value, "new-password-file", "", "`FILE` with the new password; else PATCHBAY_NEW_PASSWORD, else a prompt")
}

func vaultRecoveryKeyCommand() command {
	return command{
		name:     "vault recovery-key",
		short:    "make a new recovery key; the old one opens nothing any more",
		examples: []string{"patchbay vault recovery-key"},
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error {
				if err := opens(bench.Operators.Status()); err != nil {
					return err
				}
				password, err := c.password()
				if err != nil {
					return err
				}
				defer password.Wipe()
				if _, err := bench.Operators.Unlock(c.ctx, c.global.operator, password); err != nil {
					return err
				}
				created, err := bench.Operators.ReplaceRecoveryKey(c.ctx, password)
				if err != nil {
					return err
				}
				return c.showRecoveryKey(created, "The recovery key is replaced.")
			})
		},
	}
}
