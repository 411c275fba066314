package pasted

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
)

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

// posted reads both ways in which the versions of SAML-tracer write a form.
func (r traced) posted() url.Values {
	values := make(parameters)
	if len(r.Post) > 0 && r.Post[0] == '{' {
		readObject(r.Post, values)
	}
	elements(r.Post, func(d *json.Decoder) error {
		var pair [2]string
		err := d.Decode(&pair)
		values.add(pair[0], pair[1])
		return err
	})
	return url.Values(values)
}

// readObject reads {name: [value...]}.
func readObject(raw []byte, values parameters) {
	d := json.NewDecoder(bytes.NewReader(raw))
	_, _ = d.Token() // the brace, which is there
	for range maxParameters {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return
		}
		var list json.RawMessage
		if d.Decode(&list) != nil {
			return
		}
		elements(list, func(d *json.Decoder) error {
			var value string
			err := d.Decode(&value)
			values.add(name, value)
			return err
		})
	}
}
