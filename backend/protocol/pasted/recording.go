package pasted

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
)

// Bounds of a recording: the members before the requests, the requests that are
// looked at, and the size of one in bytes.
const (
	maxMembers = 1000
	maxEntries = 20_000
	maxEntry   = 2 << 20
)

// readJSON reads a HAR file (HTTP Archive 1.2), an export of SAML-tracer, or an
// object with the parameters as its members. The requests are read one after the
// other, so that a recording costs little more memory than its longest one.
func (f *finder) readJSON(text []byte) {
	d := json.NewDecoder(bytes.NewReader(text))
	values := make(url.Values)
	switch descend(d, values) {
	case "entries":
		each(d, f.readEntry)
	case "requests":
		each(d, f.readTraced)
	default:
		f.offer(values, "", "")
	}
}

// descend goes to the list of requests and returns its name. Where there is none
// it returns "", and has put the parameters of the object into values.
func descend(d *json.Decoder, values url.Values) string {
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return ""
	}
	for range maxMembers {
		token, err := d.Token()
		if err != nil || token == json.Delim('}') {
			return ""
		}
		switch key, _ := token.(string); key {
		case "log":
			if token, err = d.Token(); err != nil || token != json.Delim('{') {
				return ""
			}
		case "entries", "requests":
			if token, err = d.Token(); err != nil || token != json.Delim('[') {
				return ""
			}
			return key
		default:
			var value member
			if d.Decode(&value) != nil {
				return ""
			}
			if value != "" && isName(key) {
				values.Set(key, string(value))
			}
		}
	}
	return ""
}

// member is a text; a value of any other type is skipped.
type member string

// UnmarshalJSON takes anything.
func (m *member) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, (*string)(m))
	}
	return nil
}

// each visits the requests of a list that can be read.
func each[T any](d *json.Decoder, visit func(T)) {
	for range maxEntries {
		var raw json.RawMessage
		if !d.More() || d.Decode(&raw) != nil {
			return
		}
		var one T
		if len(raw) <= maxEntry && json.Unmarshal(raw, &one) == nil {
			visit(one)
		}
	}
}

// entry is one of a HAR file.
type entry struct {
	Request struct {
		Method   string `json:"method"`
		URL      string `json:"url"`
		PostData struct {
			Text   string     `json:"text"`
			Params parameters `json:"params"`
		} `json:"postData"`
	} `json:"request"`
	Response struct {
		RedirectURL string `json:"redirectURL"`
	} `json:"response"`
}

// parameters are those of a form, by name: [{"name", "value"}...]. Only the names
// that an answer has are kept, and no more are looked at than an answer can have,
// so that a list costs no memory.
type parameters url.Values

// UnmarshalJSON reads the list element by element.
func (p *parameters) UnmarshalJSON(raw []byte) error {
	*p = make(parameters)
	elements(raw, func(d *json.Decoder) error {
		var one struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		}
		if err := d.Decode(&one); err != nil {
			return err
		}
		p.add(unescaped(one.Name), unescaped(one.Value))
		return nil
	})
	return nil
}

func (p parameters) add(name, value string) {
	if isName(name) {
		url.Values(p).Add(name, value)
	}
}

// elements visits those of a JSON array, as far as they can be read.
func elements(raw []byte, visit func(*json.Decoder) error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return
	}
	for range maxParameters {
		if !d.More() || visit(d) != nil {
			return
		}
	}
}

func (f *finder) readEntry(e entry) {
	if u, err := url.Parse(e.Response.RedirectURL); err == nil && u.Host != "" {
		f.readAddress(u, http.MethodGet)
	}
	u, err := url.Parse(e.Request.URL)
	if err != nil || u.Host == "" {
		return
	}
	f.readAddress(u, e.Request.Method)
	if len(e.Request.PostData.Params) == 0 {
		f.readPosted(e.Request.PostData.Text, u)
		return
	}
	f.offer(url.Values(e.Request.PostData.Params), withoutQuery(u), http.MethodPost)
}

// readPosted reads the body of a POST.
func (f *finder) readPosted(body string, to *url.URL) {
	if body != "" {
		f.readForm(body, withoutQuery(to), http.MethodPost)
	}
}
