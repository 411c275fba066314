package cli_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// apiServers end the "api serve" of each script that runs one now.
type apiServers struct {
	mu  sync.Mutex
	end map[*testscript.TestScript]func()
}

func newAPIServers() *apiServers {
	return &apiServers{end: map[*testscript.TestScript]func(){}}
}

// serves starts "api serve" with the script's vault, and tells where: API,
// API_PORT, CA_FILE.
func (s *apiServers) serves(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serves [FLAG]...")
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	program := newMain(append([]string{"api", "serve", "--json"}, args...)...)
	said := newSaid()
	program.Stdout, program.Stderr, program.Getenv = w, said, ts.Getenv
	status := make(chan int, 1)
	go func() {
		status <- program.Run(ctx)
		_ = w.Close()
	}()
	end := sync.OnceFunc(func() {
		cancel()
		_, _ = io.Copy(io.Discard, r)
		if got := <-status; got != 0 {
			ts.Logf("api serve ended with status %d: %s", got, said)
		}
	})
	ts.Defer(end)
	line, err := bufio.NewReader(r).ReadBytes('\n')
	if err != nil {
		ts.Fatalf("api serve: %v; it said: %s", err, said)
	}
	var started struct{ Address, CAFile string }
	ts.Check(json.Unmarshal(line, &started))
	address, err := url.Parse(started.Address)
	ts.Check(err)
	ts.Setenv("API", started.Address)
	ts.Setenv("API_PORT", address.Port())
	ts.Setenv("CA_FILE", started.CAFile)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end[ts] = end
}

// ends interrupts it.
func (s *apiServers) ends(ts *testscript.TestScript, neg bool, args []string) {
	s.mu.Lock()
	end := s.end[ts]
	delete(s.end, ts)
	s.mu.Unlock()
	if neg || len(args) > 0 || end == nil {
		ts.Fatalf("usage: ends, after serves")
	}
	end()
}

// bearer writes the access token of an answer, as the header that carries it and
// alone.
func bearer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: bearer TOKEN.json HEADER TOKEN")
	}
	var token struct {
		AccessToken string `json:"access_token"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &token))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte("Authorization: Bearer "+token.AccessToken), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(token.AccessToken+"\n"), 0o600))
}
