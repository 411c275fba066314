package peers

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"testing"
)

// RunSAMLProvider starts a SAML provider for a test, and stops it with the test.
func RunSAMLProvider(t testing.TB, o SAMLOptions) *SAMLProvider {
	t.Helper()
	provider, err := StartSAMLProvider(o)
	require(t, err)
	t.Cleanup(func() { closePeer(t, provider.Close) })
	return provider
}

// Posted is what a browser is about to post to the service provider.
type Posted struct {
	To   string
	Form url.Values
}

// SignIn opens the address in a browser of its own, by GET or with a form to
// post, chooses the person with the ID where the provider asks who it is, and
// returns what the browser would post then.
func (p *SAMLProvider) SignIn(address string, form url.Values, person string) (Posted, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return Posted{}, err
	}
	browser := samlBrowser{client: &http.Client{Jar: jar}}
	response, err := browser.open(address, form)
	if err != nil {
		return Posted{}, err
	}
	if firstOf(`name="(person)"`, response.text) != "" {
		fields := response.fields()
		fields.Set("person", person)
		if response, err = browser.open("http://"+p.address+"/person", fields); err != nil {
			return Posted{}, err
		}
	}
	posted := Posted{To: firstOf(`<form[^>]* action="([^"]+)"`, response.text), Form: response.fields()}
	if posted.Form.Get("SAMLResponse") == "" {
		return Posted{}, fmt.Errorf("%w: %s", ErrPerson, response.text)
	}
	return posted, nil
}

// samlBrowser is a browser that posts what a page tells it to.
type samlBrowser struct{ client *http.Client }

func (b samlBrowser) open(address string, form url.Values) (page, error) {
	who := person{client: b.client}
	if form == nil {
		return who.read(b.client.Get(address))
	}
	return who.read(b.client.PostForm(address, form))
}

// fields are those of the page's form.
func (p page) fields() url.Values {
	values := url.Values{}
	for _, input := range regexp.MustCompile(`<input[^>]+>`).FindAllString(p.text, -1) {
		if name := firstOf(`name="([^"]+)"`, input); name != "" {
			values.Set(name, firstOf(`value="([^"]*)"`, input))
		}
	}
	return values
}
