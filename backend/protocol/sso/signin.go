package sso

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/signin"
)

// DefaultWait is how long a person may take to sign in.
const DefaultWait = 5 * time.Minute

// SignInRequest asks for a sign-in by a person.
type SignInRequest struct {
	signin.Request
	// ByHand uses the callback URL of the target system: nothing listens there,
	// and the answer is pasted.
	ByHand bool
	Port   uint16        // of the listener; 0 is that of the settings
	Wait   time.Duration // for the answer; 0 is DefaultWait
	Prompt func(Prompt)  // is told what the browser has to open
	// Pasted brings what a person has copied out of the browser; nil brings
	// nothing.
	Pasted <-chan signin.Answer
}

// Prompt is what a person needs to sign in.
type Prompt struct {
	// URL is what to open: an address of this machine that leads to the provider,
	// or the provider's own.
	URL string
	// ProviderURL is the provider's own, "" where the request has to be posted.
	ProviderURL string
	ReturnsTo   string
	ByHand      bool
	ExpiresAt   time.Time
}

// SignIn waits for a person to sign in and checks what comes of it. It ends
// with the answer, with ctx, or when the time is up.
func SignIn(ctx context.Context, r SignInRequest) proof.Report {
	p, ok := protocolOf(r.Settings.Type)
	if !ok {
		return refused(r.Request, signin.LevelSignIn, noType())
	}
	s := &session{request: r, protocol: p, answers: make(chan signin.Answer, 1)}
	opening := s.listen(ctx)
	defer s.close()
	attempt, report := p.begin(ctx, r.Request, s.location)
	if report != nil {
		return *report
	}
	s.gate.open(attempt)
	if opening != nil {
		return attempt.End(signin.Ending{Reason: signin.NoPort, Detail: opening.Error()})
	}
	began := time.Now()
	timer := time.NewTimer(s.wait())
	defer timer.Stop()
	if err := s.prompt(ctx, attempt.Opening(), began); err != nil {
		return attempt.End(signin.Ending{Reason: signin.NoPort, Detail: err.Error()})
	}
	select {
	case answer := <-s.answers:
		return attempt.Finish(ctx, answer)
	case answer := <-r.Pasted:
		answer.ByHand = true
		return attempt.Finish(ctx, answer)
	case <-ctx.Done():
		return attempt.End(s.gate.ending(signin.Cancelled, time.Since(began)))
	case <-timer.C:
		return attempt.End(s.gate.ending(signin.TimedOut, time.Since(began)))
	}
}

// session is one sign-in under way.
type session struct {
	request  SignInRequest
	protocol protocol
	location signin.Location
	listener *callback.Listener // nil when nothing listens
	gate     gate
	answers  chan signin.Answer
	waiting  chan struct{} // closed when nobody waits at the listener any more
}

func (s *session) wait() time.Duration {
	if s.request.Wait > 0 {
		return s.request.Wait
	}
	return DefaultWait
}

// listen opens the port that the answer comes to. The location is known even
// when that fails: the report says what it was.
func (s *session) listen(ctx context.Context) error {
	expanded, _ := s.request.Settings.WithDefaults().Expand(s.request.Lookup)
	if s.request.ByHand {
		s.location = signin.Location{URL: expanded.CallbackURL, ByHand: true}
		return nil
	}
	options := callback.Options{
		Host: expanded.LoopbackHost, Port: s.port(expanded), Path: s.protocol.path,
		Accept: s.gate.accepts, Post: s.protocol.posts,
	}
	scheme := "http"
	if s.protocol.posts && expanded.LoopbackACS == signin.ACSOverHTTPS {
		certificate, err := loopbackCertificate(s.now())
		if err != nil {
			return err
		}
		scheme, options.Certificate = "https", &certificate
	}
	s.location.URL = scheme + "://" + options.Host + ":" + strconv.Itoa(int(options.Port)) + options.Path
	return s.start(ctx, options)
}

func (s *session) start(ctx context.Context, options callback.Options) error {
	listener, err := callback.Listen(ctx, options)
	if err != nil {
		return err
	}
	s.listener, s.waiting = listener, make(chan struct{})
	if !s.request.ByHand {
		s.location.URL = listener.RedirectURI()
	}
	go s.await()
	return nil
}

// await hands over the one answer, or ends when the listener is closed.
func (s *session) await() {
	defer close(s.waiting)
	answer, err := s.listener.WaitAnswer(context.Background())
	if err == nil {
		s.answers <- signin.Answer{Values: answer.Values, Method: answer.Method, Location: s.location.URL}
	}
}

func (s *session) close() {
	if s.listener == nil {
		return
	}
	_ = s.listener.Close() // the port is free in any case
	<-s.waiting
}

func (s *session) port(expanded signin.Settings) uint16 {
	if s.request.Port != 0 {
		return s.request.Port
	}
	return expanded.LoopbackPort
}

func (s *session) now() time.Time {
	if s.request.Now != nil {
		return s.request.Now()
	}
	return time.Now()
}

// prompt says what to open. A request that has to be posted needs a page of
// this machine to post it from, also where the answer comes back by hand.
func (s *session) prompt(ctx context.Context, opening signin.Opening, began time.Time) error {
	p := Prompt{
		URL: opening.URL, ReturnsTo: s.location.URL, ByHand: s.request.ByHand, ExpiresAt: began.Add(s.wait()),
	}
	if opening.Form == nil {
		p.ProviderURL = opening.URL
	} else if s.listener == nil {
		nobody := func(url.Values) bool { return false }
		if err := s.start(ctx, callback.Options{Path: s.protocol.path, Accept: nobody}); err != nil {
			return err
		}
	}
	if s.listener != nil {
		p.URL = s.listener.Start(opening.URL, opening.Form)
	}
	if s.request.Prompt != nil {
		s.request.Prompt(p)
	}
	return nil
}
