package saml

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
)

const (
	// maxRedirects is how often a request for metadata is sent on, on the same
	// host: it carries no secret.
	maxRedirects = 3
	// maxTold bounds what a transcript holds of an answer, in bytes.
	maxTold = 400
)

// reply is what an endpoint answered.
type reply struct {
	url    *url.URL // that answered
	status int
	media  string // Content-Type
	header http.Header
	body   []byte
}

func (r reply) isRedirect() bool { return r.status >= 300 && r.status < 400 }

// fetch gets what lies at an endpoint, at most so many bytes of it.
func (s *session) fetch(ctx context.Context, from endpoint, most int64) (reply, *proof.Finding) {
	if from.safety() == unsafe {
		f := unsafeEndpoint(from)
		return reply{}, &f
	}
	ctx, cancel := s.limited(ctx)
	defer cancel()
	for range maxRedirects + 1 {
		got, err := s.send(ctx, http.MethodGet, from.url, nil, most)
		if err != nil {
			f := s.explain(ctx, err, from)
			s.recorder.Note(f.Cause)
			return reply{}, &f
		}
		if !got.isRedirect() {
			return got, nil
		}
		next, f := got.follow(from)
		if f != nil {
			return reply{}, f
		}
		from.url = next
	}
	f := redirected(from, "on and on")
	return reply{}, &f
}

// send makes one request, with a form when there is one, and follows nothing.
func (s *session) send(ctx context.Context, method, address string, form url.Values, most int64) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return reply{}, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.Header.Set("Accept", "application/samlmetadata+xml, application/xml, text/xml, text/html;q=0.5, */*;q=0.1")
	request.Header.Set("User-Agent", "Patchbay") // some answer nobody without a name
	s.recorder.Client(method + " " + shown(address))
	response, err := s.Network.HTTPClient(s.authorities).Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close() // what is read of it is read by then
	if response.ContentLength > most {
		return reply{}, dial.ErrTooLong
	}
	body, err := dial.ReadLimited(response.Body, most)
	if err != nil {
		return reply{}, err
	}
	got := reply{
		url: request.URL, status: response.StatusCode, media: response.Header.Get("Content-Type"),
		header: response.Header, body: body,
	}
	s.recorder.Server(fmt.Sprintf("HTTP %d %s, %d bytes", got.status, got.media, len(body)))
	return got, nil
}

// follow says where a request is sent on to, if it may be.
func (r reply) follow(from endpoint) (string, *proof.Finding) {
	next, err := r.url.Parse(r.header.Get("Location"))
	if err != nil || r.header.Get("Location") == "" {
		f := redirected(from, "without saying where to")
		return "", &f
	}
	if next.Scheme != r.url.Scheme || !strings.EqualFold(next.Host, r.url.Host) {
		f := redirected(from, "to another server, "+next.Scheme+"://"+next.Host)
		return "", &f
	}
	return next.String(), nil
}

func redirected(from endpoint, where string) proof.Finding {
	return proof.Finding{
		Code: signin.CodeMetadataInvalid, Reason: "redirected",
		Cause:  "The " + from.name + " sends Patchbay on " + where + ".",
		Remedy: "Enter the address that answers by itself. A sign-in page, a proxy, or http in place of https is the usual reason.",
		Fields: []string{from.field},
	}
}

// explain says why there is no answer.
func (s *session) explain(ctx context.Context, err error, from endpoint) proof.Finding {
	if errors.Is(err, dial.ErrTooLong) {
		return proof.Finding{
			Code: signin.CodeMetadataInvalid, Reason: "too_large",
			Cause:  "What lies at the " + from.name + " is larger than 4 MiB.",
			Remedy: "A file with the providers of a whole federation is too large: enter the address of this one provider's metadata.",
			Fields: []string{from.field},
		}
	}
	if ended := ctx.Err(); ended != nil {
		err = ended
	}
	return aim(dial.Explain(err, "waiting for the answer"), from)
}

// remote quotes the beginning of an answer.
func (s *session) remote(r reply) *fault.Remote {
	text := strings.ToValidUTF8(s.redactor.Redact(string(r.body[:min(len(r.body), 64<<10)])), "\uFFFD")
	if len(text) > maxTold {
		text = strings.ToValidUTF8(text[:maxTold], "") + " ..."
	}
	return &fault.Remote{Code: fmt.Sprint(r.status), Text: strings.TrimSpace(r.media + "\n" + text)}
}
