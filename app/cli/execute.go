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
// environment, and returns the exit status. An interrupt ends what runs, and so
// does a terminal that is closed: the vault is locked and closed first. A second
// interrupt ends the process. A reader that has gone, as "| head" does, is an error
// of writing and no signal: it would end the process with the vault still open.
func Execute(pages fs.FS, version, commit string) int {
	keepMemoryPrivate()
	stderr := hideCrashes(os.Getenv)
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup ignores it
		ends = append(ends, syscall.SIGHUP)
	}
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	context.AfterFunc(ctx, stop)
	m := &Main{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: stderr, Getenv: os.Getenv,
		Pages: pages, Version: cmp.Or(version, "unreleased"), Commit: cmp.Or(commit, "unknown"),
	}
	return m.Run(ctx)
}
