package peers

import (
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
)

// ErrPerson is returned when the provider shows a person something that was
// not expected of it.
var ErrPerson = errors.New("the person is shown another page than expected")

// person is a browser with someone in front of it: it follows redirects, keeps
// cookies and fills in forms.
type person struct {
	client *http.Client
	name   string
	denies bool
}

// page is what the browser shows.
type page struct {
	url  *url.URL
	text string
}

// SignIn opens the address in a browser of its own, signs in under the name,
// agrees to everything and returns with the browser at the redirect URI, or at
// the end of a sign-in for another device.
func (p *OIDCProvider) SignIn(address, name string) error {
	return p.browse(address, person{name: name})
}

// Deny does the same, but the person does not agree.
func (p *OIDCProvider) Deny(address, name string) error {
	return p.browse(address, person{name: name, denies: true})
}

func (p *OIDCProvider) browse(address string, who person) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	who.client = &http.Client{Jar: jar}
	shown, err := who.read(who.client.Get(address))
	const most = 8 // pages of one sign-in
	for range most {
		if err != nil {
			return err
		}
		if shown.url.Host != p.address || !shown.hasForm() {
			return nil
		}
		if who.denies && shown.canLeave() {
			_, err = who.leave(shown)
			return err
		}
		shown, err = who.submit(shown, nil)
	}
	return fmt.Errorf("%w: %s", ErrPerson, shown.text)
}

func (who person) read(response *http.Response, err error) (page, error) {
	if err != nil {
		return page{}, err
	}
	defer response.Body.Close() // read to its end
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return page{response.Request.URL, string(body)}, err
}

// leave takes the way out that a page offers: a link, or a button of its form.
func (who person) leave(shown page) (page, error) {
	if link := firstOf(leaveLink, shown.text); link != "" {
		return who.open(shown, link, nil)
	}
	return who.submit(shown, url.Values{"abort": {"yes"}})
}

// submit fills in the form of a page.
func (who person) submit(shown page, values url.Values) (page, error) {
	if values == nil {
		values = url.Values{}
	}
	for _, input := range regexp.MustCompile(`<input[^>]+>`).FindAllString(shown.text, -1) {
		if name := firstOf(`name="([^"]+)"`, input); name != "" {
			values.Set(name, firstOf(`value="([^"]*)"`, input))
		}
	}
	if values.Has("login") {
		values.Set("login", who.name)
		values.Set("password", "any")
	}
	return who.open(shown, firstOf(`<form[^>]* action="([^"]+)"`, shown.text), values)
}

func (who person) open(from page, address string, form url.Values) (page, error) {
	to, err := from.url.Parse(html.UnescapeString(address))
	if err != nil {
		return page{}, err
	}
	if form == nil {
		return who.read(who.client.Get(to.String()))
	}
	return who.read(who.client.PostForm(to.String(), form))
}

const leaveLink = `href="([^"]+/abort)"`

func (p page) canLeave() bool {
	return firstOf(leaveLink, p.text) != "" || strings.Contains(p.text, `name="abort"`)
}

func (p page) hasForm() bool { return strings.Contains(p.text, "<form") }

func firstOf(pattern, text string) string {
	if match := regexp.MustCompile(pattern).FindStringSubmatch(text); match != nil {
		return html.UnescapeString(match[1])
	}
	return ""
}
