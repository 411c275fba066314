package main

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

// visitAll signs in to every mailbox of a list, so many at once, and says how
// long that took.
func visitAll(address string, config *tls.Config, accounts string, workers int) error {
	list, err := os.ReadFile(accounts)
	if err != nil {
		return err
	}
	began := time.Now()
	queue := make(chan string)
	failures := make([]error, workers)
	var working sync.WaitGroup
	for worker := range workers {
		working.Go(func() {
			for account := range queue {
				if err := visit(address, config, account); err != nil {
					failures[worker] = fmt.Errorf("%s: %w", account, err)
				}
			}
		})
	}
	for account := range strings.Lines(string(list)) {
		queue <- strings.TrimSpace(account)
	}
	close(queue)
	working.Wait()
	fmt.Println(time.Since(began).Milliseconds())
	return errors.Join(failures...)
}

// mailbox is a connection whose commands are tagged.
type mailbox struct {
	conn net.Conn
	r    *bufio.Reader
	tag  int
}

// visit speaks the commands of a proof: sign in, list the folders, examine the
// inbox, log out.
func visit(address string, config *tls.Config, account string) error {
	user, password, _ := strings.Cut(account, ":")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	secured := tls.Client(quick(conn), config)
	defer secured.Close() //nolint:errcheck // the server has closed it already
	m := &mailbox{conn: secured, r: bufio.NewReader(secured)}
	if _, err := m.r.ReadString('\n'); err != nil {
		return err
	}
	plain := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
	for _, command := range []string{
		"AUTHENTICATE PLAIN " + plain, `LIST "" "*"`, "EXAMINE INBOX", "LOGOUT",
	} {
		if err := m.command(command); err != nil {
			return err
		}
	}
	return nil
}

func (m *mailbox) command(line string) error {
	m.tag++
	tag := fmt.Sprintf("a%d ", m.tag)
	if _, err := m.conn.Write([]byte(tag + line + "\r\n")); err != nil {
		return err
	}
	for {
		answer, err := m.r.ReadString('\n')
		if err != nil {
			return err
		}
		switch {
		case strings.HasPrefix(answer, tag+"OK"):
			return nil
		case strings.HasPrefix(answer, tag):
			return fmt.Errorf("the server answered %q", answer)
		}
	}
}
