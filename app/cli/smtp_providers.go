package cli

import (
	"strconv"
	"strings"

	"patchbay/backend/protocol/provider"
)

// providerView is a provider as the command line prints it.
type providerView struct {
	ID         string               `json:"id"`
	Name       string               `json:"name"`
	Domains    []string             `json:"domains,omitempty"`
	SMTP       []providerServerView `json:"smtp"`
	IMAP       []providerServerView `json:"imap"`
	SignIn     []provider.Method    `json:"signIn"`
	Advice     string               `json:"advice"`
	Source     string               `json:"source"`
	Verified   string               `json:"verified"`
	Unverified bool                 `json:"unverified,omitempty"`
	Note       string               `json:"note,omitempty"`
}

type providerServerView struct {
	Host     string            `json:"host"`
	Port     uint16            `json:"port"`
	Security provider.Security `json:"security"`
}

func (c *call) listProviders() error {
	all := provider.All()
	documents := make([]providerView, len(all))
	rows := make([][]string, len(all))
	for i, p := range all {
		documents[i] = providerDocument(p)
		rows[i] = []string{p.ID, p.Name, firstServer(p.SMTP), firstServer(p.IMAP), p.Verified}
	}
	return c.out.result(documents, func(p *printer) {
		p.table([]string{"ID", "NAME", "SMTP", "IMAP", "VERIFIED"}, rows)
	})
}

func firstServer(servers []provider.Server) string {
	if len(servers) == 0 {
		return "-"
	}
	return servers[0].Host + ":" + strconv.Itoa(int(servers[0].Port))
}

func providerDocument(p provider.Provider) providerView {
	return providerView{
		ID: p.ID, Name: p.Name, Domains: p.Domains, SMTP: serverDocuments(p.SMTP), IMAP: serverDocuments(p.IMAP),
		SignIn: p.SignIn, Advice: p.Advice, Source: p.Source, Verified: p.Verified, Unverified: p.Unverified, Note: p.Note,
	}
}

func serverDocuments(servers []provider.Server) []providerServerView {
	views := make([]providerServerView, len(servers))
	for i, s := range servers {
		views[i] = providerServerView{Host: s.Host, Port: s.Port, Security: s.Security}
	}
	return views
}

func printProvider(p *printer, known provider.Provider) {
	methods := make([]string, len(known.SignIn))
	for i, m := range known.SignIn {
		methods[i] = strings.ReplaceAll(string(m), "_", " ")
	}
	p.labelled(0, "Name", known.Name)
	p.labelled(0, "Addresses", strings.Join(known.Domains, ", "))
	for _, s := range known.SMTP {
		p.labelled(0, "SMTP", s.Host+":"+strconv.Itoa(int(s.Port))+" "+string(s.Security))
	}
	for _, s := range known.IMAP {
		p.labelled(0, "IMAP", s.Host+":"+strconv.Itoa(int(s.Port))+" "+string(s.Security))
	}
	p.labelled(0, "Sign-in", strings.Join(methods, ", "))
	p.labelled(0, "Advice", known.Advice)
	p.labelled(0, "From", known.FromRule)
	for _, w := range known.Warnings {
		p.labelled(0, "Warning", w.Text+days(w))
	}
	p.labelled(0, "Source", known.Source+", last verified "+known.Verified)
	p.labelled(0, "Not verified", known.Note)
}

// days says when a warning is true, where its source says it.
func days(w provider.Warning) string {
	switch {
	case w.From != "" && w.Until != "":
		return " (from " + w.From + " until " + w.Until + ")"
	case w.From != "":
		return " (since " + w.From + ")"
	case w.Until != "":
		return " (until " + w.Until + ")"
	}
	return ""
}
