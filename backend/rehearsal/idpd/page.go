package idpd

import (
	"bytes"
	"crypto/rand"
	"html/template"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
)

// Fields of the sign-in page's form.
const (
	fieldPerson  = "rehearsal_person"
	personNobody = "nobody" // refuses to sign in
)

// shown is what a page holds. Exactly one of People, Refusal, Fields without
// People (a form to send on) and none of them is there.
type shown struct {
	Nonce   string // of style and script (CSP Level 3)
	Action  string
	Fields  []field
	People  []Person
	Hint    string // ID of the person to begin with
	Target  string // where the answer goes, in words
	Refusal *shownRefusal
	Forward bool
	Notice  string
	// Registers shows a form for the metadata of a service provider.
	Registers bool
}

type field struct{ Name, Value string }

type shownRefusal struct{ Code, Text string }

// page lets somebody choose a person; the fields come back with the choice.
func (x *exchange) page(all []Person, hint, action string, fields url.Values, answerTo string) {
	begin, _ := personOf(hint)
	x.show(http.StatusOK, shown{
		Action: action, Fields: fieldsOf(fields), People: all, Hint: begin.ID, Target: originOf(answerTo),
	}, "'self' "+formSource(answerTo))
}

// refuse shows an error that is not sent back.
func (x *exchange) refuse(r refusal) {
	x.show(r.status, shown{Refusal: &shownRefusal{r.code, r.text}}, "'none'")
}

// nothing is the page that a broken provider leaves people on.
func (x *exchange) nothing() {
	x.w.Header().Set("Content-Type", "text/html; charset=utf-8")
}

// notice shows a sentence.
func (x *exchange) notice(text string) { x.show(http.StatusOK, shown{Notice: text}, "'none'") }

// forward lets the browser post fields to another site (SAML Bindings §3.5.4),
// by itself or by a button.
func (x *exchange) forward(to string, fields url.Values) {
	x.show(http.StatusOK, shown{Action: to, Fields: fieldsOf(fields), Forward: true}, formSource(to))
}

// index tells who comes without a request what this is.
func (s *Server) index(x *exchange) {
	x.show(http.StatusOK, shown{
		Notice:    "Start a sign-in in Patchbay to come here with something to do.",
		Registers: true, Action: pathRegister,
	}, "'self'")
}

func (x *exchange) show(status int, s shown, formAction string) {
	s.Nonce = rand.Text()
	parsed, err := template.New("page").Parse(pageHTML)
	if err != nil {
		x.broken(err)
		return
	}
	var body bytes.Buffer
	if err := parsed.Execute(&body, s); err != nil {
		x.broken(err)
		return
	}
	script := "'none'"
	if s.Forward {
		script = "'nonce-" + s.Nonce + "'"
	}
	header := x.w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+s.Nonce+"'; script-src "+script+
		"; form-action "+formAction+"; frame-ancestors 'none'; base-uri 'none'")
	x.w.WriteHeader(status)
	_, _ = body.WriteTo(x.w)
}

// formSource names the origin of an address in a policy. An IPv6 literal cannot
// be written there (CSP Level 3 §2.3.1), so its scheme has to do.
func formSource(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "'none'"
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.Is6() {
		return u.Scheme + ":"
	}
	return originOf(address)
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// fieldsOf sorts, so that a page looks the same every time.
func fieldsOf(values url.Values) []field {
	fields := make([]field, 0, len(values))
	for name := range values {
		fields = append(fields, field{name, values.Get(name)})
	}
	slices.SortFunc(fields, func(a, b field) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return fields
}
