package api

import (
	"net/http"
	"slices"
)

// Routes lists "METHOD /pattern" of the table.
func Routes() []string {
	var all []string
	for _, r := range table() {
		all = append(all, r.method+" "+r.pattern)
	}
	slices.Sort(all)
	return all
}

// ReadForm reads a form, and names what is in it.
func ReadForm(body []byte) (map[string]string, error) {
	f, err := readForm(body)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	for name := range f {
		values[name] = f.text(name)
	}
	return values, nil
}

// ReadAuthorization reads a header as the token of a call and as the client of
// the token endpoint.
func ReadAuthorization(value string) (token string, brought bool, id string, secrets []string, ok bool) {
	h := http.Header{"Authorization": {value}}
	bearer, brought := bearerToken(h)
	b, _, ok := readBasic(h)
	if ok {
		id = b.clientID()
		for _, reading := range b.readings() {
			secrets = append(secrets, string(reading.Reveal()))
		}
	}
	return string(bearer.Reveal()), brought, id, secrets, ok
}
