package cli

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
)

// Execute runs the program with the process's arguments, streams and
// environment, and returns the exit status. An interrupt ends what runs; a
// second one ends the process.
func Execute(pages fs.FS, version, commit string) int {
	keepMemoryPrivate()
	stderr := hideCrashes(os.Getenv)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	m := &Main{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: stderr, Getenv: os.Getenv,
		Pages: pages, Version: cmp.Or(version, "unreleased"), Commit: cmp.Or(commit, "unknown"),
	}
	return m.Run(ctx)
}
