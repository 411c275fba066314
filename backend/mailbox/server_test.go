package mailbox_test

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/mailbox"
)

// server is an IMAP server in clear with many accounts: as much of one as a
// proof talks to.
type server struct {
	host, port string
	listener   net.Listener
	wait       sync.WaitGroup

	mu        sync.Mutex
	passwords map[string]string
	logins    map[string]int // credentials that were looked at, by user
	open      int
	most      int
	total     int
	bears     int               // connections at once that may sign in; 0 is any
	says      map[string]string // to the sign-in of a user, instead of looking at the password
	signedIn  func(user string) // is told before the answer
	conns     map[net.Conn]bool
}

func startServer(t testing.TB) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{
		listener: listener, passwords: map[string]string{}, logins: map[string]int{},
		says: map[string]string{}, conns: map[net.Conn]bool{},
	}
	s.host, s.port, _ = net.SplitHostPort(listener.Addr().String())
	s.wait.Go(s.accept)
	t.Cleanup(s.close)
	return s
}

func (s *server) close() {
	_ = s.listener.Close()
	s.mu.Lock()
	for conn := range s.conns {
		_ = conn.Close()
	}
	s.mu.Unlock()
	s.wait.Wait()
}

func (s *server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns[conn] = true
		s.open++
		s.total++
		s.most = max(s.most, s.open)
		busy := s.bears > 0 && s.open > s.bears
		s.mu.Unlock()
		s.wait.Go(func() { s.serve(conn, busy) })
	}
}

func (s *server) serve(conn net.Conn, busy bool) {
	leave := sync.OnceFunc(func() { // with the last answer: the client need not wait for more
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.conns, conn)
		s.open--
	})
	defer func() {
		_ = conn.Close()
		leave()
	}()
	_, _ = fmt.Fprint(conn, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n")
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		tag, command, _ := strings.Cut(lines.Text(), " ")
		answer := s.answer(tag, command, busy)
		if answer == "" {
			return
		}
		if strings.HasPrefix(answer, "* BYE") || strings.HasPrefix(answer, tag+" NO") {
			leave()
		}
		_, _ = fmt.Fprint(conn, answer)
	}
}

func (s *server) answer(tag, command string, busy bool) string {
	verb, arguments, _ := strings.Cut(command, " ")
	switch verb = strings.ToUpper(verb); verb {
	case "AUTHENTICATE":
		_, response, _ := strings.Cut(arguments, " ")
		decoded, _ := base64.StdEncoding.DecodeString(response)
		parts := strings.SplitN(string(decoded), "\x00", 3)
		if len(parts) != 3 {
			return tag + " BAD no credentials\r\n"
		}
		return tag + " " + s.signIn(parts[1], parts[2], busy) + "\r\n"
	case "CAPABILITY":
		return "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\n" + tag + " OK done\r\n"
	case "LIST":
		return "* LIST (\\HasNoChildren) \"/\" INBOX\r\n" + tag + " OK done\r\n"
	case "STATUS":
		return "* STATUS INBOX (MESSAGES 3 UNSEEN 1)\r\n" + tag + " OK done\r\n"
	case "EXAMINE", "SELECT":
		return "* 3 EXISTS\r\n* FLAGS ()\r\n* OK [UIDVALIDITY 1] .\r\n" + tag + " OK [READ-ONLY] done\r\n"
	case "LOGOUT":
		return "* BYE see you\r\n" + tag + " OK done\r\n"
	}
	return tag + " BAD what\r\n"
}

func (s *server) signIn(user, password string, busy bool) string {
	s.mu.Lock()
	signedIn := s.signedIn
	s.mu.Unlock()
	if signedIn != nil {
		signedIn(user)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if busy {
		return "NO [LIMIT] Maximum number of connections exceeded"
	}
	s.logins[user]++
	if says := s.says[user]; says != "" {
		return says
	}
	if want, known := s.passwords[user]; !known || want != password {
		return "NO [AUTHENTICATIONFAILED] Invalid credentials"
	}
	return "OK signed in"
}

// account makes an account and returns a draft that reaches it.
func (s *server) account(address, password string) mailbox.Draft {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.passwords[address] = password
	d := draft(address)
	d.Settings.Host, d.Settings.Port, d.Settings.Security = s.host, s.port, "none"
	d.Settings.InsecureAllowPlainPassword = true
	d.Secrets.Password = set(password)
	return d
}

// with looks at the server, or changes it.
func (s *server) with(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
}

// connections are how many there were in all, and at most at once.
func (s *server) connections() (total, most int) {
	s.with(func() { total, most = s.total, s.most })
	return total, most
}

func (s *server) logged(user string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins[user]
}

func numbered(i int) string { return "m" + strconv.Itoa(i) + "@example.com" }
