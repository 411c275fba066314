package script

import (
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Browser stands for a browser with a person in front of it, who signs in at the
// rehearsal identity provider.
type Browser struct{ client *http.Client }

// NewBrowser makes one that knows this authority alone.
func NewBrowser(t testing.TB, authorityPEM string) *Browser {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: Trust(t, authorityPEM)}
	transport.TLSClientConfig.ServerName = "" // that of the address
	t.Cleanup(transport.CloseIdleConnections)
	return &Browser{&http.Client{
		Transport: transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Exit is the request with which the browser leaves the provider. Without a URL
// it stays there, on a page.
type Exit struct {
	URL  string
	Form url.Values // posted; nil is a redirect
	Page string     // HTML of the last page of the provider's
}

// Values are what the request brings.
func (e Exit) Values() url.Values {
	if e.Form != nil {
		return e.Form
	}
	u, err := url.Parse(e.URL)
	if err != nil {
		return nil
	}
	return u.Query()
}

// errLost ends a sign-in that leads nowhere.
var errLost = errors.New("the browser is shown neither people nor a way on")

// Choose opens an address, goes where it is led until there are people to choose
// from, chooses one by ID, and stops on its way out of the provider.
func (b *Browser) Choose(address, person string) (Exit, error) {
	next, form := address, url.Values(nil)
	chosen := "" // host at which a person was chosen
	for range 8 {
		to, err := url.Parse(next)
		if err != nil {
			return Exit{}, err
		}
		if chosen != "" && to.Host != chosen {
			return Exit{URL: next, Form: form}, nil
		}
		shown, err := b.open(next, form)
		if err != nil {
			return Exit{}, err
		}
		switch {
		case shown.location != "":
			next, form = shown.location, nil
		case strings.Contains(shown.text, `name="`+buttonName+`"`):
			chosen = to.Host
			next, form = shown.form()
			form.Set(buttonName, person)
		case strings.Contains(shown.text, "<form"):
			next, form = shown.form()
		default:
			return Exit{Page: shown.text}, nil
		}
	}
	return Exit{}, errLost
}

// Deliver makes the request with which the browser left.
func (b *Browser) Deliver(e Exit) (status int, err error) {
	shown, err := b.open(e.URL, e.Form)
	return shown.status, err
}

// SignIn does both: it ends with the browser at the callback, or on a page of
// the provider's.
func (b *Browser) SignIn(address, person string) (Exit, error) {
	exit, err := b.Choose(address, person)
	if err != nil || exit.URL == "" {
		return exit, err
	}
	status, err := b.Deliver(exit)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the answer was met with status %d", status)
	}
	return exit, err
}

// buttonName is that of the buttons of the rehearsal's sign-in page.
const buttonName = "rehearsal_person"

// shown is what came back.
type shown struct {
	at       *url.URL
	status   int
	location string // of a redirect
	text     string
}

func (b *Browser) open(address string, form url.Values) (shown, error) {
	var response *http.Response
	var err error
	if form == nil {
		response, err = b.client.Get(address)
	} else {
		response, err = b.client.PostForm(address, form)
	}
	if err != nil {
		return shown{}, err
	}
	defer response.Body.Close() // read to its end
	body, err := io.ReadAll(io.LimitReader(response.Body, 4<<20))
	s := shown{at: response.Request.URL, status: response.StatusCode, text: string(body)}
	if to, locationErr := response.Location(); locationErr == nil {
		s.location = to.String()
	}
	return s, err
}

// form reads the hidden fields of the one form of a page.
func (s shown) form() (action string, fields url.Values) {
	fields = url.Values{}
	for _, input := range regexp.MustCompile(`<input type="hidden" [^>]*>`).FindAllString(s.text, -1) {
		fields.Add(attributeOf(input, "name"), attributeOf(input, "value"))
	}
	to, err := s.at.Parse(attributeOf(s.text[strings.Index(s.text, "<form"):], "action"))
	if err != nil {
		return "", fields
	}
	return to.String(), fields
}

func attributeOf(tag, name string) string {
	match := regexp.MustCompile(name + `="([^"]*)"`).FindStringSubmatch(tag)
	if match == nil {
		return ""
	}
	return html.UnescapeString(match[1])
}
