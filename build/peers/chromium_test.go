package peers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"patchbay/build/peers"
)

// TestChromium lets somebody fill in a form that leads to another site by a
// post, as a sign-in does.
func TestChromium(t *testing.T) {
	t.Parallel()
	browser := peers.RunChromium(t)
	posted := make(chan string, 1)
	end := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posted <- r.PostFormValue("who") + " from " + r.Header.Get("Origin")
		}
	}))
	defer end.Close()
	begin := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<form method="post" action="%s"><input name="who"><button>Go</button></form>`, end.URL)
	}))
	defer begin.Close()
	if err := browser.Visit(begin.URL, `
		document.querySelector('input').value = 'anna'
		document.querySelector('button').click()
	`); err != nil {
		t.Fatal(err)
	}
	if got := <-posted; got != "anna from null" {
		t.Error(got)
	}
}
