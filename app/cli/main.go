package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"patchbay/app/desktop"
	"patchbay/backend/fault"
	"patchbay/backend/vault/kdf"
)

// Main is one run of the program. Tests fill it in by hand; [Execute] fills it
// in from the process.
type Main struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	// Pages are the built pages.
	Pages           fs.FS
	Version, Commit string
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
	// Cost of new passwords; nil calibrates. Only tests set it.
	Cost *kdf.Cost
}

// Run does what the arguments say and returns the exit status.
func (m *Main) Run(ctx context.Context) (status int) {
	if desktop.Generates { // the arguments are not ours
		return m.generate()
	}
	c, cmd, err := m.parse(m.Args)
	c.ctx = ctx
	defer c.recovered(&status)
	if err == nil {
		err = cmd.run(c)
	}
	return c.finish(err)
}

// recovered ends a run that panicked. The panic's value is not shown: it may
// hold a secret.
func (c *call) recovered(status *int) {
	if recover() == nil {
		return
	}
	f := fault.Of(errPanic)
	c.log.Error("the command panicked", "ref", f.Ref, "stack", places(debug.Stack()))
	*status = c.finish(f)
}

// finish reports an error and returns the exit status.
func (c *call) finish(err error) int {
	if interrupted(err) {
		err = errInterrupted
	}
	status := exitStatus(err)
	if err == nil || status == exitProofFailed || errors.Is(err, errDamageFound) { // that was the result
		return status
	}
	if errors.Is(err, syscall.EPIPE) { // nobody reads any more, and knows why
		return exitInternal
	}
	f := faultOf(err)
	if f.Ref != "" {
		c.log.Error("the command failed", "ref", f.Ref, "error", f.Unwrap())
	}
	c.out.failure(f)
	return status
}

// newCall returns a call with what does not depend on the arguments.
func (m *Main) newCall() *call {
	c := &call{main: m, ctx: context.Background()}
	c.out = newOutput(m, &c.global)
	level := new(slog.LevelVar)
	level.Set(slog.LevelWarn)
	c.log = slog.New(slog.NewTextHandler(m.Stderr, &slog.HandlerOptions{Level: level}))
	c.verbose = func() { level.Set(slog.LevelDebug) }
	// A mistake in the arguments is to be reported in the form that was asked
	// for, even when it comes before the flag that asks.
	c.global.json = slices.Contains(m.Args, "--json")
	c.global.events = slices.Contains(m.Args, "--events")
	return c
}

func (m *Main) now() time.Time {
	if m.Now == nil {
		return time.Now()
	}
	return m.Now()
}
