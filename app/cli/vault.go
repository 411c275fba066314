package cli

import (
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/event"
	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

func vaultCommands() []command {
	return []command{
		vaultCreateCommand(), vaultStatusCommand(), vaultRotateCommand(), vaultRecoverCommand(), vaultRecoveryKeyCommand(),
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

// statusDocument is the answer of "vault status". What only an unlocked vault
// knows is left out of a locked one's.
type statusDocument struct {
	State      operator.State `json:"state"`
	Path       string         `json:"path"`
	VaultID    string         `json:"vaultId"`
	Operators  int            `json:"operators"`
	Operator   string         `json:"operator,omitempty"`
	Role       operator.Role  `json:"role,omitempty"`
	Generation uint64         `json:"generation,omitempty"`
	RotatedAt  *time.Time     `json:"rotatedAt,omitempty"`
	Records    *int           `json:"records,omitempty"`
	Secrets    *int           `json:"secrets,omitempty"`
	Notices    []string       `json:"notices,omitempty"`
}

func vaultStatusCommand() command {
	return command{
		name:  "vault status",
		short: "say where the vault is and whether it opens",
		long: "With a password from --password-file or PATCHBAY_PASSWORD it is opened and says what it holds; " +
			"nobody is asked for one.",
		examples: []string{"patchbay vault status", "patchbay vault status --password-file FILE --json"},
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error {
				document, err := c.vaultStatus(bench)
				if err != nil {
					return err
				}
				return c.out.result(document, document.print)
			})
		},
	}
}

func (c *call) vaultStatus(bench *workbench.Workbench) (statusDocument, error) {
	if err := opens(bench.Operators.Status()); err != nil {
		return statusDocument{}, err
	}
	if c.given(c.passwordSource()) {
		if err := c.unlock(bench); err != nil {
			return statusDocument{}, err
		}
	}
	status := bench.Operators.Status()
	document := statusDocument{
		State: status.State, Path: status.Path, VaultID: status.VaultID, Operators: status.Slots, Notices: status.Notices,
	}
	if status.Operator == nil {
		return document, nil
	}
	keys, err := bench.Operators.Keys(c.ctx)
	if err != nil {
		return statusDocument{}, err
	}
	document.Operator, document.Role = status.Operator.Name, status.Operator.Role
	document.Generation, document.Records, document.Secrets = keys.Generation, &keys.Records, &keys.Secrets
	if !keys.RotatedAt.IsZero() {
		document.RotatedAt = &keys.RotatedAt
	}
	return document, nil
}

func (d statusDocument) print(p *printer) {
	p.line("The vault is %s.", d.State)
	p.line("Folder:     %s", d.Path)
	p.line("Vault ID:   %s", d.VaultID)
	p.line("Operators:  %d", d.Operators)
	if d.Operator == "" {
		return
	}
	p.line("Operator:   %s (%s)", d.Operator, d.Role)
	p.line("Key:        generation %d", d.Generation)
	p.line("Holds:      %d records and %d secrets", *d.Records, *d.Secrets)
}

// rotationDocument is the answer of "vault rotate".
type rotationDocument struct {
	Generation uint64 `json:"generation"`
	Records    int    `json:"records"`
	DurationMs int64  `json:"durationMs"`
}

func vaultRotateCommand() command {
	return command{
		name:  "vault rotate",
		short: "make a new encryption key and encrypt everything with it",
		long: "It is all or nothing: killed at any instant, it leaves the old key in force or the new one. " +
			"Afterwards nothing in the folder opens with the old key. Only an owner may.",
		examples: []string{"patchbay vault rotate"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				defer bench.Events.Subscribe(c.rotationProgress)()
				rotation, err := bench.Operators.Rotate(c.ctx)
				if err != nil {
					return err
				}
				document := rotationDocument{rotation.Generation, rotation.Records, rotation.Duration.Milliseconds()}
				return c.out.result(document, func(p *printer) {
					p.line("The encryption key is rotated: generation %d, %d records in %d ms.",
						document.Generation, document.Records, document.DurationMs)
				})
			})
		},
	}
}

func (c *call) rotationProgress(e event.Event) {
	if e.Name != "vault.rotation" || c.out.human() {
		return
	}
	progress := struct {
		Done  int `json:"done"`
		Total int `json:"total"`
	}{e.Done, e.Total}
	_ = c.out.event("rotation", progress, func(*printer) {}) // a lost line is no reason to stop rotating
}

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
