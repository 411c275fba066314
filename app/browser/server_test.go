package browser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"patchbay/app/browser"
	"patchbay/backend/fault"
)

const canary = "CANARY-p4ssw0rd-7f3a"

// Note is a bound argument and result.
type Note struct {
	Title    string `json:"title"`
	Count    int    `json:"count"`
	Password string `json:"password"`
}

// Notes is a bound struct with every shape of method.
type Notes struct{ calls int }

func (n *Notes) Join(note Note, suffix string) (Note, error) {
	n.calls++
	note.Title += suffix
	note.Password = ""
	return note, nil
}

func (n *Notes) Count() int          { return n.calls }
func (n *Notes) Nothing()            {}
func (n *Notes) Fail(k string) error { return faultOf(k) }
func (n *Notes) Panic(note Note)     { panic(note.Password) }
func (n *Notes) Hide(string) error   { return errors.New("cause of " + canary) }
func (n *Notes) List() []string      { return nil }

func faultOf(kind string) error {
	return fault.New(fault.Kind(kind), "notes."+kind, "it is "+kind).
		WithHint("do something").WithField("title", "is wrong").
		WithRemote(fault.Remote{Code: "550", Enhanced: "5.7.1", Text: "no"})
}

// topic is an event source.
type topic struct {
	mu        sync.Mutex
	listeners map[int]func(string, any)
	next      int
	changed   chan struct{} // receives after every change of the listeners
}

func newTopic() *topic {
	return &topic{listeners: map[int]func(string, any){}, changed: make(chan struct{}, 16)}
}

func (s *topic) subscribe(fn func(string, any)) (cancel func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	id := s.next
	s.listeners[id] = fn
	s.changed <- struct{}{}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners, id)
		s.changed <- struct{}{}
	}
}

func (s *topic) publish(name string, payload any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fn := range s.listeners {
		fn(name, payload)
	}
}

func pages() fs.FS {
	return fstest.MapFS{
		"index.html":        {Data: []byte("<!doctype html><title>Patchbay</title>")},
		"assets/page.js":    {Data: []byte("export {}")},
		"assets/page.css":   {Data: []byte("body{}")},
		".gitkeep":          {Data: []byte("")},
		"assets/.hidden.js": {Data: []byte("secret")},
		"assets/odd.exe":    {Data: []byte("MZ")},
	}
}

// door is a running server and a client without cookies.
type door struct {
	t       *testing.T
	origin  string // "http://127.0.0.1:PORT"
	oneTime string
	notes   *Notes
	topic   *topic
	log     *syncBuffer
	end     func() error // stops the server; may be called twice
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func open(t *testing.T) *door {
	t.Helper()
	d := &door{t: t, notes: &Notes{}, topic: newTopic(), log: &syncBuffer{}}
	server, err := browser.Listen(browser.Options{
		Pages: pages(), Bound: []any{d.notes}, Subscribe: d.topic.subscribe,
		Log: slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	link, err := url.Parse(server.Link())
	if err != nil {
		t.Fatal(err)
	}
	d.origin = "http://" + link.Host
	d.oneTime = strings.TrimPrefix(link.Fragment, "token=")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx) }()
	d.end = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := d.end(); err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return d
}

// request sends a request with exactly these headers; "Host" is one of them.
func (d *door) request(method, path, body string, headers ...string) *http.Response {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.origin+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

func (d *door) session() string {
	d.t.Helper()
	response := d.request("POST", "/session", `{"token":"`+d.oneTime+`"}`, "Content-Type", "application/json")
	var answer struct{ Token string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		d.t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || answer.Token == "" {
		d.t.Fatalf("no session: %s", response.Status)
	}
	return answer.Token
}

// call returns the status and the body of a call.
func (d *door) call(token, method, arguments string) (int, string) {
	d.t.Helper()
	response := d.request("POST", "/rpc/"+method, arguments,
		"Content-Type", "application/json", "Authorization", "Bearer "+token)
	return response.StatusCode, read(d.t, response.Body)
}

func read(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
