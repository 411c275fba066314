package cli

import (
	"cmp"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// envBackupPassword holds the password of the time of the backup.
const envBackupPassword = "PATCHBAY_BACKUP_PASSWORD"

// restoreFlags say how a backup opens, and what may happen to the vault.
type restoreFlags struct {
	replace, dryRun bool
	operator        string
	passwordFile    string
	recoveryKeyFile string
}

func (r *restoreFlags) bindKeys(f *pflag.FlagSet) {
	f.StringVar(&r.operator, "backup-operator", "", "`NAME` of an operator of the backup; default: that of --operator")
	f.StringVar(&r.passwordFile, "backup-password-file", "",
		"`FILE` with the operator's password at the time of the backup; else PATCHBAY_BACKUP_PASSWORD, else today's")
	f.StringVar(&r.recoveryKeyFile, "recovery-key-file", "",
		"`FILE` with the recovery key of that time, instead of a password; else PATCHBAY_RECOVERY_KEY")
}

func (r *restoreFlags) bind(f *pflag.FlagSet) {
	f.BoolVar(&r.replace, "replace", false, "put the backup in place of the vault that is there, which is kept beside it")
	f.BoolVar(&r.dryRun, "dry-run", false, "say what would change, and change nothing")
	r.bindKeys(f)
}

func vaultRestoreCommand() command {
	var flags restoreFlags
	return command{
		name: "vault restore", args: "FILE", min: 1, max: 1,
		short: "put the vault of a backup in place",
		long: "Every record of the backup is verified first, and what would change is printed. A vault that is there " +
			"already is replaced only with --replace, by an owner of it or, when it does not open, of the backup; its " +
			"folder is kept under another name. The restored vault opens with the passwords of the backup.",
		examples: []string{
			"patchbay vault restore FILE --dry-run",
			"patchbay vault restore FILE --vault NEWFOLDER",
			"patchbay vault restore FILE --replace",
		},
		flags: flags.bind,
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error { return c.restore(bench, flags) })
		},
	}
}

func (c *call) restore(bench *workbench.Workbench, flags restoreFlags) error {
	path := c.args[0]
	if _, err := bench.Operators.ReadBackup(path); err != nil {
		return err // before anybody is asked for a password
	}
	if err := c.readyToReplace(bench, flags); err != nil {
		return err
	}
	backup, err := c.openBackup(bench, path, flags)
	if err != nil {
		return err
	}
	defer backup.Close()
	report, err := backup.Report(c.ctx)
	if err != nil {
		return err
	}
	document := restoreDocumentOf(c, bench, backup, report)
	if flags.dryRun {
		return c.out.result(document, document.print)
	}
	restored, err := backup.Restore(c.ctx) // which refuses what the report says is refused, and notes it
	if err != nil {
		return err
	}
	document.Restored, document.Kept = true, restored.Kept
	return c.out.result(document, document.print)
}

// readyToReplace refuses to touch a vault without --replace, and unlocks one
// that opens: only an owner of it may replace it.
func (c *call) readyToReplace(bench *workbench.Workbench, flags restoreFlags) error {
	status := bench.Operators.Status()
	switch {
	case status.State == operator.Missing:
		return nil
	case status.State == operator.Broken && exitStatus(status.Fault) != exitVault && !flags.dryRun:
		return status.Fault // it is not damaged: it is in use, or not to be reached
	}
	if !flags.replace && !flags.dryRun {
		return fault.New(fault.Conflict, vault.CodeExists, "there is a vault in "+status.Path).
			WithHint("look with --dry-run at what would change, then add --replace; or name another folder with --vault DIR")
	}
	if status.State == operator.Broken || flags.dryRun && !c.given(c.passwordSource()) {
		return nil
	}
	err := c.unlock(bench)
	if exitStatus(err) == exitVault { // it is whole at first sight only
		c.out.note("patchbay: the vault that is there does not open: %s", faultOf(err).Message)
		return nil
	}
	return err
}

// openBackup opens a backup with the recovery key when there is one, else with
// a password.
func (c *call) openBackup(bench *workbench.Workbench, path string, flags restoreFlags) (*operator.Backup, error) {
	key := vault.BackupKey{Operator: cmp.Or(flags.operator, c.global.operator)}
	recovery := source{flag: "--recovery-key-file", file: flags.recoveryKeyFile, env: envRecoveryKey}
	var err error
	if c.given(recovery) && flags.passwordFile == "" {
		key.RecoveryKey, err = c.secret(recovery)
	} else {
		key.Password, err = c.secret(c.backupPasswordSource(flags.passwordFile))
	}
	if err != nil {
		return nil, err
	}
	defer key.Password.Wipe()
	defer key.RecoveryKey.Wipe()
	backup, err := bench.Operators.OpenBackup(c.ctx, path, key)
	return backup, ofItsTime(err)
}

// ofItsTime tells whoever enters today's password that a backup opens with the
// one of its own moment.
func ofItsTime(err error) error {
	if !fault.HasCode(err, vault.CodeWrongPassword) {
		return err
	}
	return fault.Of(err).WithHint("a backup opens with the password of the moment it was made: " +
		"give that one by --backup-password-file FILE, or the recovery key of that time by --recovery-key-file FILE")
}

// backupPasswordSource is where the password of the backup comes from. Without
// one of its own it may be today's.
func (c *call) backupPasswordSource(file string) source {
	s := source{
		flag: "--backup-password-file", file: file, env: envBackupPassword,
		prompt: "Password at the time of the backup: ",
	}
	if today := c.passwordSource(); !c.given(s) && c.given(today) {
		s.file, s.env = today.file, today.env
	}
	return s
}

// backupFileDocument is what a backup is, and when it was made.
type backupFileDocument struct {
	VaultID    string    `json:"vaultId"`
	At         time.Time `json:"at"`
	Size       int64     `json:"size"` // bytes
	Generation uint64    `json:"generation"`
	Records    int       `json:"records"`
	Secrets    int       `json:"secrets"`
	SameVault  bool      `json:"sameVault"` // as the one that is there now
}

func backupFileDocumentOf(f operator.BackupFile) backupFileDocument {
	return backupFileDocument{
		VaultID: f.VaultID, At: f.At.UTC(), Size: f.Size, Generation: f.Generation,
		Records: f.Records, Secrets: f.Secrets, SameVault: f.SameVault,
	}
}
