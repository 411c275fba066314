package pasted

import (
	"bytes"
	"encoding/base64"
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
			Text   string      `json:"text"`
			Params []parameter `json:"params"`
		} `json:"postData"`
	} `json:"request"`
	Response struct {
		RedirectURL string `json:"redirectURL"`
	} `json:"response"`
}

type parameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
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
	values := make(url.Values)
	for _, p := range e.Request.PostData.Params {
		values.Add(unescaped(p.Name), unescaped(p.Value))
	}
	f.offer(values, withoutQuery(u), http.MethodPost)
}

// readPosted reads the body of a POST.
func (f *finder) readPosted(body string, to *url.URL) {
	if body != "" {
		f.readForm(body, withoutQuery(to), http.MethodPost)
	}
}

// traced is one request of SAML-tracer's export.
type traced struct {
	Method string          `json:"method"`
	URL    string          `json:"url"`
	Post   json.RawMessage `json:"post"` // [[name, value]...], or {name: [value...]}
	SAML   string          `json:"saml"` // decoded
}

func (f *finder) readTraced(r traced) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" {
		return
	}
	f.readAddress(u, r.Method)
	values := r.posted()
	if r.SAML != "" && values.Has("SAMLResponse") && responseRank(values.Get("SAMLResponse")) == 0 && isXML([]byte(r.SAML)) {
		values.Set("SAMLResponse", base64.StdEncoding.EncodeToString([]byte(r.SAML))) // the export masked the parameters
	}
	if len(values) > 0 {
		f.offer(values, withoutQuery(u), http.MethodPost)
	}
}

func (r traced) posted() url.Values {
	values := make(url.Values)
	var pairs [][]string
	if json.Unmarshal(r.Post, &pairs) == nil {
		for _, pair := range pairs {
			if len(pair) == 2 {
				values.Add(pair[0], pair[1])
			}
		}
		return values
	}
	var members map[string][]string
	if json.Unmarshal(r.Post, &members) == nil {
		return members
	}
	return values
}
