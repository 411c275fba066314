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

// visit speaks the commands of a proof, and sends together what a proof does:
// sign in, say who it is and list the folders, count and examine the inbox, log
// out.
func visit(address string, config *tls.Config, account string) error {
	user, password, _ := strings.Cut(account, ":")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	secured := tls.Client(quick(conn), config)
	defer secured.Close() // the server has closed it already
	m := &mailbox{conn: secured, r: bufio.NewReader(secured)}
	if _, err := m.r.ReadString('\n'); err != nil {
		return err
	}
	plain := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
	for _, together := range [][]string{
		{"AUTHENTICATE PLAIN " + plain},
		{`ID ("name" "floor")`, `LIST "" "*"`},
		{"STATUS INBOX (MESSAGES UNSEEN)", "EXAMINE INBOX"},
		{"LOGOUT"},
	} {
		if err := m.commands(together); err != nil {
			return err
		}
	}
	return nil
}

// commands sends commands in one piece and waits for the answers to all.
func (m *mailbox) commands(lines []string) error {
	var sent strings.Builder
	first := m.tag + 1
	for _, line := range lines {
		m.tag++
		fmt.Fprintf(&sent, "a%d %s\r\n", m.tag, line)
	}
	if _, err := m.conn.Write([]byte(sent.String())); err != nil {
		return err
	}
	for tag := first; tag <= m.tag; tag++ {
		if err := m.answer(fmt.Sprintf("a%d ", tag)); err != nil {
			return err
		}
	}
	return nil
}

// answer reads up to the tagged answer, which is to be OK.
func (m *mailbox) answer(tag string) error {
	for {
		line, err := m.r.ReadString('\n')
		if err != nil {
			return err
		}
		switch {
		case strings.HasPrefix(line, tag+"OK"):
			return nil
		case strings.HasPrefix(line, tag):
			return fmt.Errorf("the server answered %q", line)
		}
	}
}
