// Command stage puts up the outside world of the end-to-end tests: a Postfix
// with its Dovecot, a name server, a web server with autoconfig files, a proxy
// on the way to them, and an OpenID provider. Everything stands on loopback,
// under names that end in .test and that its own name server knows.
//
// With -attacks FILE it only prints the attacks of a corpus, each with the documents
// that Patchbay makes of it.
//
// It prints one JSON document when all of it is ready (see [playbill]), and
// runs until its standard input is closed or it is told to end. Where the real
// servers cannot run, the document says why in its member "missing".
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"patchbay/build/peers"
)

func main() {
	corpus := flag.String("attacks", "", "print the attacks of this file with their documents, and end")
	flag.Parse()
	perform := run
	if *corpus != "" {
		perform = func() error { return printAttacks(*corpus, os.Stdout) }
	}
	if err := perform(); err != nil {
		fmt.Fprintln(os.Stderr, "stage:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, end := context.WithCancel(ctx)
	go func() {
		defer end()
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()

	s := &stage{}
	defer func() { err = errors.Join(err, s.close()) }()
	bill, err := s.open()
	if errors.Is(err, peers.ErrMissing) {
		bill, err = playbill{Missing: err.Error()}, nil
	}
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(bill); err != nil {
		return err
	}
	if bill.Missing == "" {
		<-ctx.Done()
	}
	return nil
}
