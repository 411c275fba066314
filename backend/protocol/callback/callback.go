package callback

import (
	"context"
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
	ErrOptions = errors.New("the callback needs a path that begins with / and a state")
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
	answer    chan url.Values // holds one
	closed    chan struct{}
	close     sync.Once
}

// Listen opens the port. From then on the answer is taken, whether or not
// someone waits for it. The context bounds the opening only.
func Listen(ctx context.Context, o Options) (*Listener, error) {
	o = o.withDefaults()
	if o.State == "" || !strings.HasPrefix(o.Path, "/") {
		return nil, ErrOptions
	}
	listeners, port, err := listen(ctx, o.Host, o.Port)
	if err != nil {
		return nil, err
	}
	l := &Listener{
		options: o, listeners: listeners,
		authority: o.Host + ":" + strconv.Itoa(int(port)),
		answer:    make(chan url.Values, 1),
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
		l.serving.Go(func() { _ = l.server.Serve(&crowd{Listener: listener}) })
	}
}

// RedirectURI is what the provider is told to send the browser to.
func (l *Listener) RedirectURI() string {
	return "http://" + l.authority + l.options.Path
}

// Wait returns the parameters of the answer, each of which came once: a code,
// or an error of the provider's. It returns the context's error when that ends
// first, and [ErrClosed] after Close. Only one call gets the answer.
func (l *Listener) Wait(ctx context.Context) (url.Values, error) {
	select {
	case answer := <-l.answer:
		return answer, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-l.closed:
		return nil, ErrClosed
	}
}

// take keeps the first answer and closes the port. It reports false for every
// further one.
func (l *Listener) take(answer url.Values) bool {
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
