package cli

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// Execute runs the program with the process's arguments, streams and
// environment, and returns the exit status. An interrupt ends what runs; a
// second one ends the process.
func Execute(pages fs.FS, version, commit string) int {
	keepCrashesPrivate()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	m := &Main{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Pages: pages, Version: cmp.Or(version, "unreleased"), Commit: cmp.Or(commit, "unknown"),
	}
	return m.Run(ctx)
}

// keepCrashesPrivate leaves no memory behind when the process dies: a core
// dump would hold the vault's keys.
func keepCrashesPrivate() {
	debug.SetTraceback("none")
	forbidCoreDumps()
}
