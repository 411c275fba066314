package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/provider"
)

// found names a provider, its region and its first hosts.
func found(p provider.Provider, ok bool) string {
	if !ok {
		return ""
	}
	parts := []string{p.ID}
	if p.Region != "" {
		parts = append(parts, p.Region)
	}
	return strings.Join(append(parts, p.SMTP[0].Host), " ")
}

func TestForAddress(t *testing.T) {
	tests := map[string]string{
		"ada@gmail.com":      "gmail smtp.gmail.com",
		"Ada@GoogleMail.COM": "gmail smtp.gmail.com",
		"ada@gmail.com.":     "gmail smtp.gmail.com",
		"ada@ｇｍａｉｌ．ｃｏｍ":      "gmail smtp.gmail.com",
		"爱达@qq。com":          "qq smtp.qq.com",
		"ada@outlook.com.br": "outlook.com smtp-mail.outlook.com",
		"ada@hotmail.co.uk":  "outlook.com smtp-mail.outlook.com",
		"ada@gmx.de":         "gmx mail.gmx.net",
		"ada@gmx.com":        "gmx-international mail.gmx.com",
		"ada@zoho.eu":        "zoho eu smtp.zoho.eu",
		"ada@zoho.com":       "zoho com smtp.zoho.com",
		"\"a@b\"@web.de":     "web.de smtp.web.de",
		"ada@yeah.net":       "yeah smtp.yeah.net",
		"ada@example.com":    "",
		"ada@mail.gmail.com": "", // exact: a domain below is another one
		"ada@xgmail.com":     "",
		"gmail.com":          "",
		"ada@":               "",
		"":                   "",
		"ada@пример.рф":      "",
		"ada@com":            "",
		"ada@" + strings.Repeat("a.", 4000) + "gmail.com": "",
	}
	for address, want := range tests {
		if got := found(provider.ForAddress(address)); got != want {
			t.Errorf("%.40s: %q, want %q", address, got, want)
		}
	}
}

func TestForHost(t *testing.T) {
	tests := map[string]string{
		"smtp.gmail.com":                        "gmail smtp.gmail.com",
		"IMAP.gmail.com.":                       "gmail smtp.gmail.com",
		"smtp-relay.gmail.com":                  "gmail-relay smtp-relay.gmail.com",
		"smtp.office365.com":                    "microsoft365 smtp.office365.com",
		"outlook.office365.com":                 "microsoft365 smtp.office365.com",
		"smtp-mail.outlook.com":                 "outlook.com smtp-mail.outlook.com",
		"smtp.zoho.in":                          "zoho in smtp.zoho.in",
		"imappro.zohocloud.ca":                  "zoho-business ca smtppro.zohocloud.ca",
		"smtp.eu.mailgun.org":                   "mailgun eu smtp.eu.mailgun.org",
		"smtp.eu.sendgrid.net":                  "sendgrid eu smtp.eu.sendgrid.net",
		"email-smtp.eu-north-1.amazonaws.com":   "ses eu-north-1 email-smtp.eu-north-1.amazonaws.com",
		"email-smtp.mx-central-1.amazonaws.com": "ses mx-central-1 email-smtp.mx-central-1.amazonaws.com",
		"email-smtp.evil.amazonaws.com":         "",
		"127.0.0.1":                             "", // a rehearsal, Proton Bridge, anything
		"::1":                                   "",
		"gmail.com":                             "",
		"smtp.gmail.com.example.com":            "",
		"":                                      "",
	}
	for host, want := range tests {
		if got := found(provider.ForHost(host)); got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
}

func TestForMX(t *testing.T) {
	tests := []struct {
		hosts []string
		want  string
	}{
		{[]string{"aspmx.l.google.com.", "alt1.aspmx.l.google.com."}, "gmail smtp.gmail.com"},
		{[]string{"ASPMX2.GOOGLEMAIL.COM"}, "gmail smtp.gmail.com"},
		{[]string{"example-com.mail.protection.outlook.com"}, "microsoft365 smtp.office365.com"},
		{[]string{"eur.olc.protection.outlook.com"}, "outlook.com smtp-mail.outlook.com"},
		{[]string{"mta5.am0.yahoodns.net"}, "yahoo smtp.mail.yahoo.com"},
		{[]string{"mx-aol.mail.gm0.yahoodns.net"}, "aol smtp.aol.com"},
		{[]string{"mx.zoho.eu", "mx2.zoho.eu"}, "zoho-business eu smtppro.zoho.eu"},
		{[]string{"mx.zoho.com"}, "zoho-business com smtppro.zoho.com"},
		{[]string{"mxbiz1.qq.com"}, "qq-exmail smtp.exmail.qq.com"},
		{[]string{"in1-smtp.messagingengine.com"}, "fastmail smtp.fastmail.com"},
		{[]string{"filter.example.net", "mx.yandex.net"}, "yandex smtp.yandex.com"},
		{[]string{"notgoogle.com", "google.com.example.org", ".", "", "com"}, ""},
		{[]string{strings.Repeat("a.", 400) + "google.com"}, ""},
		{nil, ""},
	}
	for _, tt := range tests {
		if got := found(provider.ForMX(tt.hosts)); got != tt.want {
			t.Errorf("%.60q: %q, want %q", tt.hosts, got, tt.want)
		}
	}
}

func TestByID(t *testing.T) {
	if got := found(provider.ByID("icloud")); got != "icloud smtp.mail.me.com" {
		t.Errorf("found %q", got)
	}
	if _, ok := provider.ByID("nobody"); ok {
		t.Error("found a provider that does not exist")
	}
}

func TestInRegionLeavesTheOriginal(t *testing.T) {
	us, _ := provider.ByID("zoho-business")
	eu, ok := us.InRegion("eu")
	if !ok || eu.IMAP[0].Host != "imappro.zoho.eu" || eu.Region != "eu" {
		t.Errorf("in the region: %+v", eu)
	}
	if us.SMTP[0].Host != "smtppro.zoho.com" || us.Region != "com" {
		t.Error("the original was changed")
	}
	if _, ok := us.InRegion("moon"); ok {
		t.Error("found a region that does not exist")
	}
	mail, _ := provider.ByID("sendgrid")
	europe, _ := mail.InRegion("eu")
	if !europe.SMTP[0].Unverified || !europe.Unverified || mail.SMTP[0].Unverified || mail.Unverified {
		t.Error("the doubt about a region does not follow its servers")
	}
}

func TestSignInWith(t *testing.T) {
	p, _ := provider.ByID("microsoft365")
	got := map[string][]provider.Method{"smtp": p.SignInWith("smtp"), "imap": p.SignInWith("imap")}
	want := map[string][]provider.Method{
		"smtp": {provider.MethodOAuth2, provider.MethodPassword},
		"imap": {provider.MethodOAuth2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzLookup(f *testing.F) {
	for _, seed := range []string{"ada@gmail.com", "mx.zoho.eu", "email-smtp.eu-west-1.amazonaws.com", "爱@qq。com", "..", "\xff@\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, look := range map[string]func() (provider.Provider, bool){
			"address": func() (provider.Provider, bool) { return provider.ForAddress(text) },
			"host":    func() (provider.Provider, bool) { return provider.ForHost(text) },
			"MX":      func() (provider.Provider, bool) { return provider.ForMX([]string{text}) },
		} {
			if p, ok := look(); ok && (p.ID == "" || len(p.SMTP) == 0) {
				t.Errorf("%s %q: an empty provider", name, text)
			}
		}
	})
}
