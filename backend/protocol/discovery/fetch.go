package discovery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"patchbay/backend/protocol/dial"
)

const (
	fetchTimeout = 7 * time.Second // of one file, redirects included
	maxRedirects = 3
)

var errManyRedirects = fmt.Errorf("redirected more than %d times", maxRedirects)

// fetch reads a file of at most maxFile bytes. Steps lists the redirects that
// were followed.
func (s search) fetch(ctx context.Context, from string) (file []byte, steps []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	target, err := url.Parse(from)
	if err != nil {
		return nil, nil, errors.New("the URL is not valid")
	}
	for {
		file, location, err := s.get(ctx, target)
		if err != nil || location == "" {
			return file, steps, err
		}
		if len(steps) == maxRedirects {
			return nil, steps, errManyRedirects
		}
		if target, err = s.redirect(target, location); err != nil {
			return nil, steps, err
		}
		steps = append(steps, "redirected to "+excerpt(target.Redacted(), 200))
	}
}

// get asks once: it returns the file, or the location of a redirect.
func (s search) get(ctx context.Context, target *url.URL) (file []byte, location string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		return nil, "", errors.New("the URL is not valid")
	}
	request.Header.Set("User-Agent", "Patchbay")
	request.Header.Set("Accept", "application/xml, text/xml;q=0.9, */*;q=0.1")
	response, err := s.client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = response.Body.Close() }()
	switch response.StatusCode {
	case http.StatusOK:
		file, err = dial.ReadLimited(response.Body, maxFile)
		if errors.Is(err, dial.ErrTooLong) {
			err = errTooLarge
		}
		return file, "", err
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if location = response.Header.Get("Location"); location != "" {
			return nil, location, nil
		}
	}
	return nil, "", fmt.Errorf("HTTP %d", response.StatusCode)
}

// redirect decides where a server may send Patchbay: to a named host on the
// standard port, over HTTPS; over HTTP only what began so, and only within the
// domain. Otherwise a stranger could have it ask programs of this machine's
// own network, which trust whoever can reach them.
func (s search) redirect(from *url.URL, location string) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil || len(location) > 2048 {
		return nil, errors.New("redirected to what is no URL")
	}
	refused := fmt.Errorf("redirected to %s, which is not followed", excerpt(to.Redacted(), 200))
	host, ok := asciiHost(to.Hostname())
	if !ok || !strings.Contains(host, ".") || to.User != nil {
		return nil, refused
	}
	switch to.Scheme {
	case "https":
		ok = to.Port() == "" || to.Port() == "443"
	case "http":
		ok = from.Scheme == "http" && isWithin(host, s.address.domain) && (to.Port() == "" || to.Port() == "80")
	default:
		ok = false
	}
	if !ok {
		return nil, refused
	}
	return to, nil
}
