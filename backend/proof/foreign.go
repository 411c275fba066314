package proof

import "slices"

// mailbox makes what a server said of a mailbox fit to be shown.
func (r *Recorder) mailbox(m *Mailbox) *Mailbox {
	if m == nil {
		return nil
	}
	c := *m
	c.Capabilities = r.texts(m.Capabilities)
	c.Folders = slices.Clone(m.Folders)
	for i := range c.Folders {
		c.Folders[i].Name = r.text(c.Folders[i].Name)
	}
	c.Notices = slices.Clone(m.Notices)
	for i := range c.Notices {
		c.Notices[i].Text, c.Notices[i].URL = r.text(c.Notices[i].Text), r.text(c.Notices[i].URL)
	}
	return &c
}

// arrival makes the head of a message fit to be shown.
func (r *Recorder) arrival(a *Arrival) *Arrival {
	if a == nil {
		return nil
	}
	c := *a
	for _, text := range []*string{&c.Folder, &c.Subject, &c.From, &c.ReturnPath} {
		*text = r.text(*text)
	}
	c.Results = slices.Clone(a.Results)
	for i := range c.Results {
		v := &c.Results[i]
		v.Server, v.Method, v.Result, v.Detail = r.text(v.Server), r.text(v.Method), r.text(v.Result), r.text(v.Detail)
	}
	c.Hops = slices.Clone(a.Hops)
	for i := range c.Hops {
		h := &c.Hops[i]
		h.From, h.By, h.With, h.TLS = r.text(h.From), r.text(h.By), r.text(h.With), r.text(h.TLS)
	}
	return &c
}

func (r *Recorder) texts(texts []string) []string {
	clean := slices.Clone(texts)
	for i := range clean {
		clean[i] = r.text(clean[i])
	}
	return clean
}
