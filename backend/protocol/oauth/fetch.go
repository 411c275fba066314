package oauth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
)

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 1 << 20

// Ask is one request to an endpoint.
type Ask struct {
	To     signin.Endpoint
	Form   url.Values // is posted when not nil
	Header http.Header
	// Follow lets the request be sent on, on the same host, and made in clear
	// text. It is for requests that carry no secret.
	Follow bool
	// Private: an answer that is no error holds tokens, or what is known of a
	// person. The transcript has its size only.
	Private bool
}

// Reply is what an endpoint answered.
type Reply struct {
	URL    string // that answered
	Status int
	Type   string // Content-Type
	Header http.Header
	Body   []byte

	private bool // it answers a private request, and is no error
	unsafe  bool // it holds a token that is too long to be masked
}

// OK reports whether the answer is no error.
func (r Reply) OK() bool { return r.Status >= 200 && r.Status < 300 }

// IsRedirect reports whether the answer sends the request on.
func (r Reply) IsRedirect() bool { return r.Status >= 300 && r.Status < 400 }

// Send makes a request, which ends with the deadline of the settings. What it
// returns is an answer of any status, or the reason why there is none.
func (s *Session) Send(ctx context.Context, ask Ask) (Reply, *proof.Finding) {
	if !ask.To.IsGuarded() && (!ask.Follow || ask.To.Safety() == signin.Unsafe) {
		f := ask.To.Unguarded()
		return Reply{}, &f
	}
	ctx, cancel := s.limited(ctx)
	defer cancel()
	for hop := 0; ; hop++ {
		reply, err := s.once(ctx, ask)
		if err != nil {
			f := s.explain(ctx, err, ask.To)
			s.Recorder.Note(f.Cause)
			return Reply{}, &f
		}
		if !reply.IsRedirect() || !ask.Follow {
			return reply, nil
		}
		next, f := follow(reply, ask.To, hop)
		if f != nil {
			return Reply{}, f
		}
		ask.To.URL = next
	}
}

// once makes one request without following it on.
func (s *Session) once(ctx context.Context, ask Ask) (Reply, error) {
	request, err := newRequest(ctx, ask)
	if err != nil {
		return Reply{}, err
	}
	s.Recorder.Client(request.Method + " " + signin.WithoutQuery(ask.To.URL) + with(ask.Form))
	sent := s.Now()
	response, err := s.client().Do(request)
	if err != nil {
		return Reply{}, err
	}
	body, err := dial.ReadLimited(response.Body, maxAnswer)
	// What comes while the request is being given up may be half of an answer.
	if err = errors.Join(err, response.Body.Close(), ctx.Err()); err != nil {
		return Reply{}, err
	}
	reply := Reply{
		URL: ask.To.URL, Status: response.StatusCode, Type: response.Header.Get("Content-Type"),
		Header: response.Header, Body: body,
	}
	reply.private = ask.Private && reply.OK()
	reply.unsafe = ask.Private && ProtectIssued(s.Redactor, body)
	s.measure(reply, sent)
	s.tell(reply)
	return reply, nil
}

// with names what a form holds. Its values are mostly secret.
func with(form url.Values) string {
	if len(form) == 0 {
		return ""
	}
	return " with " + parameters(form)
}

func newRequest(ctx context.Context, ask Ask) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if ask.Form != nil {
		method, body = http.MethodPost, strings.NewReader(ask.Form.Encode())
	}
	request, err := http.NewRequestWithContext(ctx, method, ask.To.URL, body)
	if err != nil {
		return nil, err
	}
	if ask.Form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "Patchbay") // some answer nobody without a name
	for name, values := range ask.Header {
		request.Header[name] = values
	}
	return request, nil
}

// client is made anew for each request: it keeps neither connections nor
// cookies anyway.
func (s *Session) client() *http.Client { return s.network.HTTPClient(s.authorities) }

// measure compares the clocks. The answer was made between sending and now; its
// Date has whole seconds.
func (s *Session) measure(reply Reply, sent time.Time) {
	date, err := http.ParseTime(reply.Header.Get("Date"))
	if err != nil || s.ahead != nil {
		return
	}
	var ahead time.Duration
	switch now := s.Now(); {
	case date.Add(time.Second).Before(sent):
		ahead = date.Add(time.Second).Sub(sent)
	case date.After(now):
		ahead = date.Sub(now)
	}
	s.ahead = &ahead
}

// tell writes an answer into the transcript.
func (s *Session) tell(r Reply) {
	line := fmt.Sprintf("HTTP %d, %d bytes of %s", r.Status, len(r.Body), cmp.Or(r.Type, "an unnamed type"))
	if location := r.Header.Get("Location"); r.IsRedirect() && location != "" {
		line += ", to " + signin.WithoutQuery(location)
	}
	s.Recorder.Server(line)
	if !r.private && !r.unsafe && len(r.Body) > 0 {
		s.Recorder.Server(signin.Beginning(s.Redactor, r.Body))
	}
}
