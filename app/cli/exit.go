package cli

import (
	"context"
	"errors"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/operator"
	"patchbay/backend/vault"
)

// The exit statuses, which scripts rely on.
const (
	exitDone        = 0
	exitInternal    = 1
	exitUsage       = 2
	exitInvalid     = 3 // or a conflict
	exitNotFound    = 4
	exitDenied      = 5 // or locked, or a wrong password
	exitOtherSide   = 6 // outside a proof
	exitProofFailed = 7
	exitVault       = 8 // it does not open, or holds something damaged
)

// The codes of the faults that the command line itself raises.
const (
	CodeUsage          = "cli.usage"
	CodeInterrupted    = "cli.interrupted"
	CodePasswordNeeded = "cli.password_needed"
	CodeFileUnreadable = "cli.file_unreadable"
)

var (
	// errProofFailed ends a command whose result was a proof that failed.
	errProofFailed = errors.New("the proof failed")
	// errDamageFound ends a command whose result was a list of damage.
	errDamageFound = errors.New("something is damaged")
	errPanic       = errors.New("the command panicked")
	errInterrupted = fault.New(fault.Internal, CodeInterrupted, "interrupted")
)

// usageError is a mistake in the arguments.
type usageError struct {
	message string
	command string // whose help tells more
}

// Error returns the message.
func (e usageError) Error() string { return e.message }

// faultOf is [fault.Of] for the errors of this package too.
func faultOf(err error) *fault.Fault {
	var usage usageError
	if !errors.As(err, &usage) {
		return withCommand(fault.Of(err))
	}
	hint := "see: patchbay help"
	if usage.command != "" {
		hint += " " + usage.command
	}
	return fault.New(fault.Invalid, CodeUsage, usage.message).WithHint(hint)
}

// withCommand names the command that is the next step, where a page would show
// a form.
func withCommand(f *fault.Fault) *fault.Fault {
	switch {
	case f.Code == operator.CodePasswordChangeNeeded && !strings.Contains(f.Hint, "backup"):
		return f.WithHint("replace it with: patchbay operator password; also a mailed one is not used up by this")
	case f.Code == operator.CodeNotFound:
		return f.WithHint("see their names with: patchbay operator list")
	case f.Code == operator.CodeYourself && strings.HasPrefix(f.Hint, "change your own password"):
		return f.WithHint("change your own password with: patchbay operator password, or let another owner reset it")
	case f.Code == gateway.CodeRedirected:
		return f.WithHint(f.Hint + "; the command is: patchbay gateway set --from FILE")
	case f.Code == vault.CodeOperatorNeeded:
		return f.WithHint("name the operator with --operator NAME")
	case f.Code == vault.CodeWrongPassword && strings.HasPrefix(f.Hint, "enter the whole name"):
		return f.WithHint(`give the whole name, as in --operator "Ada Example"` + strings.TrimPrefix(f.Hint, "enter the whole name"))
	case exitStatus(f) == exitVault && strings.HasPrefix(f.Hint, "restore "):
		return f.WithHint(f.Hint + "; the command is: patchbay vault restore FILE --replace")
	}
	return f
}

// exitStatus is the one place where a fault's kind becomes an exit status.
func exitStatus(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errProofFailed):
		return exitProofFailed
	case errors.Is(err, errDamageFound):
		return exitVault
	case errors.As(err, &usage):
		return exitUsage
	}
	f := fault.Of(err)
	switch f.Code {
	case vault.CodeDamaged, vault.CodeTampered, vault.CodeForeign, vault.CodeNewer, vault.CodeRolledBack,
		audit.CodeBroken:
		return exitVault
	}
	switch f.Kind {
	case fault.Invalid, fault.Conflict:
		return exitInvalid
	case fault.NotFound:
		return exitNotFound
	case fault.Locked, fault.Denied:
		return exitDenied
	case fault.Unreachable, fault.Timeout, fault.Rejected, fault.Unsupported:
		return exitOtherSide
	default:
		return exitInternal
	}
}

func interrupted(err error) bool {
	var f *fault.Fault
	return errors.Is(err, context.Canceled) && !errors.As(err, &f)
}
