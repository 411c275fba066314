package callback

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Errors of a wait that ended without an answer, and of options.
var (
	ErrClosed  = errors.New("the callback was closed before an answer came")
	ErrOptions = errors.New("the callback needs a path that begins with /, and a state or what accepts an answer")
)

// Bounds of a request. Codes of large providers have one to two kilobytes.
const (
	maxHeader   = 32 << 10
	readTimeout = 10 * time.Second
	// farewell is how long Close waits for the page to reach the browser.
	farewell = time.Second
)

// Options say where the answer is expected, and which one.
type Options struct {
	// Host is "127.0.0.1", "localhost" or "[::1]"; "" is "127.0.0.1", which
	// RFC 8252 §8.3 recommends. Providers differ in what they accept.
	Host string
	// Port is 0 for a free one. Some providers compare it.
	Port uint16
	// Path is "/callback" when empty.
	Path string
	// State is the value that the answer has to bring back (RFC 6749 §10.12).
	State string
	// Accept takes the place of State where that is not all that an answer is
	// known by. It is asked about whatever comes in, by several goroutines at
	// once.
	Accept func(url.Values) bool
	// Post says that the answer may be a form that the browser posts (SAML
	// Bindings §3.5; OAuth 2.0 Form Post Response Mode).
	Post bool
	// Certificate makes it https; nil is http.
	Certificate *tls.Certificate
	// Page words what the browser shows at the end; nil is English. It is
	// told whether the answer was one without an error.
	Page func(ok bool) Page
}

// Listener waits for one answer. It must be closed.
type Listener struct {
	options   Options
	authority string // host:port, as the browser names it
	listeners []net.Listener
	server    *http.Server
	serving   sync.WaitGroup
	taken     atomic.Bool
	start     atomic.Pointer[start] // nil until there is one
	large     chan struct{}         // one place for each large body that may be read at once
	answer    chan Answer           // holds one
	closed    chan struct{}
	close     sync.Once
}

// Listen opens the port. From then on the answer is taken, whether or not
// someone waits for it. The context bounds the opening only.
func Listen(ctx context.Context, o Options) (*Listener, error) {
	o = o.withDefaults()
	if o.Accept == nil || !strings.HasPrefix(o.Path, "/") {
		return nil, ErrOptions
	}
	listeners, port, err := listen(ctx, o.Host, o.Port)
	if err != nil {
		return nil, err
	}
	l := &Listener{
		options: o, listeners: listeners,
		authority: o.Host + ":" + strconv.Itoa(int(port)),
		answer:    make(chan Answer, 1),
		large:     make(chan struct{}, maxLargeBodies),
		closed:    make(chan struct{}),
	}
	l.serve()
	return l, nil
}

func (o Options) withDefaults() Options {
	if o.Host == "" {
		o.Host = "127.0.0.1"
	}
	if o.Path == "" {
		o.Path = "/callback"
	}
	if o.Page == nil {
		o.Page = englishPage
	}
	if state := o.State; o.Accept == nil && state != "" {
		o.Accept = func(answer url.Values) bool { return same(answer.Get("state"), state) }
	}
	return o
}

func (l *Listener) serve() {
	l.server = &http.Server{
		Handler:        l.handler(),
		ReadTimeout:    readTimeout, // of the header too
		WriteTimeout:   readTimeout,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       log.New(io.Discard, "", 0), // it would hold what strangers send
	}
	l.server.SetKeepAlivesEnabled(false)
	for _, listener := range l.listeners {
		var guarded net.Listener = &crowd{Listener: listener}
		if l.options.Certificate != nil {
			guarded = tls.NewListener(guarded, &tls.Config{
				Certificates: []tls.Certificate{*l.options.Certificate}, MinVersion: tls.VersionTLS12,
			})
		}
		l.serving.Go(func() { _ = l.server.Serve(guarded) })
	}
}

// RedirectURI is what the provider is told to send the browser to.
func (l *Listener) RedirectURI() string {
	return l.origin() + l.options.Path
}

func (l *Listener) origin() string {
	if l.options.Certificate != nil {
		return "https://" + l.authority
	}
	return "http://" + l.authority
}

// Answer is what the browser brought back. Each parameter came once.
type Answer struct {
	Values url.Values
	Method string // GET or POST
}

// Wait returns the parameters of the answer, each of which came once: a code,
// or an error of the provider's. It returns the context's error when that ends
// first, and [ErrClosed] after Close. Only one call gets the answer.
func (l *Listener) Wait(ctx context.Context) (url.Values, error) {
	answer, err := l.WaitAnswer(ctx)
	return answer.Values, err
}

// WaitAnswer is [Listener.Wait] for who needs to know how the answer came.
func (l *Listener) WaitAnswer(ctx context.Context) (Answer, error) {
	select {
	case answer := <-l.answer:
		return answer, nil
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	case <-l.closed:
		return Answer{}, ErrClosed
	}
}

// take keeps the first answer and closes the port. It reports false for every
// further one.
func (l *Listener) take(answer Answer) bool {
	if !l.taken.CompareAndSwap(false, true) {
		return false
	}
	l.answer <- answer
	l.closePort()
	return true
}

// closePort lets no further connection in; those that are open go on.
func (l *Listener) closePort() {
	for _, listener := range l.listeners {
		_ = listener.Close()
	}
}

// Close ends the waiting and frees the port. The page that is being sent to
// the browser is still sent.
func (l *Listener) Close() error {
	var err error
	l.close.Do(func() {
		close(l.closed)
		l.closePort()
		ctx, cancel := context.WithTimeout(context.Background(), farewell)
		defer cancel()
		if l.server.Shutdown(ctx) != nil {
			err = l.server.Close()
		}
		l.serving.Wait()
	})
	if errors.Is(err, net.ErrClosed) { // by take, as it should be
		return nil
	}
	return err
}
