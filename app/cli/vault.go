package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

func vaultCommands() []command {
	return []command{
		vaultCreateCommand(), vaultStatusCommand(), vaultRotateCommand(), vaultRecoverCommand(), vaultRecoveryKeyCommand(),
		vaultBackupCommand(), vaultRestoreCommand(), vaultVerifyCommand(),
	}
}

func vaultCreateCommand() command {
	var name, email, passwordFile string
	return command{
		name:  "vault create",
		short: "make a new vault with its first operator, its owner",
		long: "It prints the recovery key, which is shown this once: with it, and only with it, the vault opens " +
			"when the password is lost. The password comes from --new-password-file, --password-file, " +
			"PATCHBAY_NEW_PASSWORD, PATCHBAY_PASSWORD, or a prompt.",
		examples: []string{`patchbay vault create --name "Ada Example" --email ada@example.com`},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&name, "name", "", "the operator's `NAME`")
			f.StringVar(&email, "email", "", "the operator's `ADDRESS`; test messages go there")
			f.StringVar(&passwordFile, "new-password-file", "", "`FILE` with the password")
		},
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error {
				password, err := c.secret(c.firstPasswordSource(passwordFile))
				if err != nil {
					return err
				}
				defer password.Wipe()
				created, err := bench.Operators.Create(c.ctx, operator.NewVault{Name: name, Email: email, Password: password})
				if err != nil {
					return err
				}
				return c.showRecoveryKey(created, "The vault is created.")
			})
		},
	}
}

// recoveryKeyDocument is one of the few documents with a secret: it is shown
// exactly once.
type recoveryKeyDocument struct {
	VaultID     string `json:"vaultId"`
	RecoveryKey string `json:"recoveryKey"`
}

func (c *call) showRecoveryKey(created operator.Created, done string) error {
	defer created.RecoveryKey.Wipe()
	document := recoveryKeyDocument{VaultID: created.VaultID, RecoveryKey: string(created.RecoveryKey.Reveal())}
	return c.out.result(document, func(p *printer) {
		p.line("%s", done)
		p.line("")
		p.line("Recovery key: %s", document.RecoveryKey)
		p.line("")
		p.line("Keep it outside this machine. It is not shown again; without it and without")
		p.line("the password nobody can open the vault.")
	})
}
