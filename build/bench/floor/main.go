// Command floor speaks with a mail server and does nothing else: no checks, no
// report. It is the floor under what Patchbay's proofs may cost. Given a file to
// keep, it is a bare HTTPS server instead, the floor under the local API.
//
// It sends one mail, as `patchbay smtp prove --level send` does; or, given a
// list of accounts, signs in to each mailbox, as `patchbay mailbox prove --all`
// does. The password of the one mail comes from the environment variable
// FLOOR_PASSWORD.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func run() error {
	address := flag.String("address", "", "host and port of the server")
	security := flag.String("security", "starttls", "starttls or implicit-tls; mailboxes: implicit-tls")
	user := flag.String("user", "", "who signs in, sends and receives")
	caFile := flag.String("ca", "", "file with the authority's certificate")
	accounts := flag.String("accounts", "", "file with mailboxes, one user:password a line, instead of sending")
	workers := flag.Int("workers", 16, "how many mailboxes at once")
	serve := flag.String("serve", "", "file to append what is put to: keep a document over HTTPS, instead of all else")
	certificate := flag.String("certificate", "", "file with the chain of the HTTPS server")
	key := flag.String("key", "", "file with its key")
	flag.Parse()
	if *serve != "" {
		return serveHTTPS(*certificate, *key, *serve)
	}
	config, err := trust(*caFile)
	if err != nil {
		return err
	}
	if *accounts != "" {
		return visitAll(*address, config, *accounts, *workers)
	}
	return sendOne(*address, *security, config, *user, os.Getenv("FLOOR_PASSWORD"))
}

func trust(caFile string) (*tls.Config, error) {
	authority, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	return &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}, nil
}
