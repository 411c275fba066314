package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"patchbay/app/cli"
)

// running is a program that goes on until it is interrupted.
type running struct {
	t         *testing.T
	out       *bufio.Reader
	stderr    *said
	interrupt context.CancelFunc
	status    chan int
}

func start(t *testing.T, m *cli.Main) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	p := &running{t: t, out: bufio.NewReader(r), stderr: newSaid(), interrupt: cancel, status: make(chan int, 1)}
	m.Stdout, m.Stderr = w, p.stderr
	go func() {
		status := m.Run(ctx)
		_ = w.Close()
		p.status <- status
	}()
	t.Cleanup(func() {
		cancel()
		_, _ = io.Copy(io.Discard, r)
	})
	return p
}

// said is what a running program said, and can be waited for.
type said struct {
	mu   sync.Mutex
	more *sync.Cond
	text bytes.Buffer
}

func newSaid() *said {
	s := &said{}
	s.more = sync.NewCond(&s.mu)
	return s
}

// Write keeps what is said.
func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.more.Broadcast()
	return s.text.Write(p)
}

// String is all of it.
func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// until waits until it holds a text.
func (s *said) until(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !bytes.Contains(s.text.Bytes(), []byte(text)) {
		s.more.Wait()
	}
}

// document reads the line that the program prints before it goes on running.
func (p *running) document(v any) {
	p.t.Helper()
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		p.t.Fatalf("%v; it said: %s", err, p.stderr)
	}
	if err := json.Unmarshal(line, v); err != nil {
		p.t.Fatalf("%s: %v", line, err)
	}
}

// end interrupts the program and returns the rest of its output.
func (p *running) end() string {
	p.t.Helper()
	p.interrupt()
	rest, err := io.ReadAll(p.out)
	if err != nil {
		p.t.Fatal(err)
	}
	if status := <-p.status; status != 0 {
		p.t.Errorf("it ended with status %d: %s", status, p.stderr)
	}
	return string(rest)
}

// pageClient calls bound methods as a page does.
type pageClient struct {
	t             *testing.T
	origin, token string
}

func browse(t *testing.T, link string) *pageClient {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	page := &pageClient{t: t, origin: u.Scheme + "://" + u.Host}
	var session struct{ Token string }
	page.post("/session", map[string]string{"token": strings.TrimPrefix(u.Fragment, "token=")}, &session)
	page.token = session.Token
	return page
}

func (p *pageClient) post(path string, body, answer any) {
	p.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.origin+path, bytes.NewReader(encoded))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+p.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		content, _ := io.ReadAll(response.Body)
		p.t.Fatalf("%s: %s %s", path, response.Status, content)
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pageClient) call(method string, answer any, arguments ...any) {
	p.t.Helper()
	if arguments == nil {
		arguments = []any{}
	}
	p.post("/rpc/app."+method, arguments, answer)
}
