package provider_test

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/provider"
)

const lastReview = "2026-11-22"

func TestThereAreEnough(t *testing.T) {
	all := provider.All()
	if len(all) < 40 {
		t.Errorf("%d providers, want at least 40", len(all))
	}
	if !slices.IsSortedFunc(all, func(a, b provider.Provider) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	}) {
		t.Error("the providers are not sorted by name")
	}
}

func TestNothingIsShared(t *testing.T) {
	first, _ := provider.ByID("gmail")
	first.SMTP[0].Host, first.Domains[0] = "changed", "changed"
	first.OAuth2.ExtraAuthParams["prompt"] = "changed"
	second, _ := provider.ByID("gmail")
	if second.SMTP[0].Host == "changed" || second.Domains[0] == "changed" || second.OAuth2.ExtraAuthParams["prompt"] == "changed" {
		t.Error("a caller can change the tables")
	}
}

func TestNamesAreUnique(t *testing.T) {
	owners := map[string]string{}
	claim := func(kind string, p provider.Provider, names ...string) {
		for _, name := range names {
			key := kind + " " + name
			if owner, taken := owners[key]; taken {
				t.Errorf("%s belongs to %s and to %s", key, owner, p.ID)
			}
			owners[key] = p.ID
		}
	}
	for _, p := range provider.All() {
		claim("id", p, p.ID)
		claim("name", p, p.Name)
		claim("domain", p, p.Domains...)
		claim("MX", p, p.MX...)
		for _, r := range p.Regions {
			claim("region of "+p.ID, p, r.ID)
			claim("domain", p, r.Domains...)
			claim("MX", p, r.MX...)
		}
	}
}

func TestEveryProvider(t *testing.T) {
	for _, p := range provider.All() {
		t.Run(p.ID, func(t *testing.T) {
			checkTexts(t, p)
			checkServers(t, p)
			checkSignIn(t, p)
			checkWarnings(t, p)
			checkAddresses(t, p)
			checkRegions(t, p)
		})
	}
}

func checkTexts(t *testing.T, p provider.Provider) {
	t.Helper()
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`).MatchString(p.ID) {
		t.Errorf("the ID is %q", p.ID)
	}
	if p.Name == "" || p.PasswordLabel == "" || p.Source == "" {
		t.Errorf("name %q, password label %q, source %q", p.Name, p.PasswordLabel, p.Source)
	}
	sentences(t, p.Advice)
	if day(t, p.Verified) > lastReview {
		t.Errorf("verified on %s, which lies in the future", p.Verified)
	}
	if p.DecidesAfterData != (p.AfterData != "") {
		t.Error("a decision after DATA and its sentence belong together")
	}
	if p.Unverified && p.Note == "" {
		t.Error("unverified, but no note says what")
	}
	for _, text := range []string{p.FromRule, p.AfterData, p.Note} {
		if text != "" {
			sentences(t, text)
		}
	}
}

// sentences holds the style of everything a person is shown.
func sentences(t *testing.T, text string) {
	t.Helper()
	if !strings.HasSuffix(text, ".") || strings.ContainsAny(text, "!\n\t") ||
		strings.Contains(strings.ToLower(text), "please") || strings.Contains(text, "  ") {
		t.Errorf("not plain sentences: %q", text)
	}
	if n := strings.Count(text+" ", ". "); n > 4 {
		t.Errorf("%d sentences: %q", n, text)
	}
}

func day(t *testing.T, text string) string {
	t.Helper()
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		t.Errorf("%q is no day", text)
	}
	return text
}

func checkServers(t *testing.T, p provider.Provider) {
	t.Helper()
	if len(p.SMTP) == 0 {
		t.Error("there is no SMTP server")
	}
	known := map[provider.Security]map[string][]uint16{
		provider.ImplicitTLS: {"smtp": {465, 2465}, "imap": {993}},
		provider.STARTTLS:    {"smtp": {587, 2587, 2525, 25, 1025}, "imap": {143, 1143}},
		provider.NoSecurity:  {"smtp": {80}},
	}
	for protocol, servers := range map[string][]provider.Server{"smtp": p.SMTP, "imap": p.IMAP} {
		for i, s := range servers {
			if !slices.Contains(known[s.Security][protocol], s.Port) {
				t.Errorf("%s port %d with %s", protocol, s.Port, s.Security)
			}
			if s.Security == provider.NoSecurity && i == 0 {
				t.Error("the best server is one without encryption")
			}
			checkHost(t, s.Host)
			checkUser(t, s)
			if slices.Contains(servers[:i], s) {
				t.Errorf("%s:%d stands there twice", s.Host, s.Port)
			}
			if s.Unverified && !p.Unverified {
				t.Error("an unverified server of a verified provider")
			}
		}
	}
}

func checkUser(t *testing.T, s provider.Server) {
	t.Helper()
	ok := s.FixedUser == "" && s.UserHint == ""
	switch s.User {
	case provider.UserAddress, provider.UserLocalPart:
	case provider.UserFixed:
		ok = s.FixedUser != "" && s.UserHint == ""
	case provider.UserOther:
		ok = s.FixedUser == "" && s.UserHint != ""
	default:
		ok = false
	}
	if !ok {
		t.Errorf("the user name of %s is %q, fixed %q, hint %q", s.Host, s.User, s.FixedUser, s.UserHint)
	}
}

func checkHost(t *testing.T, host string) {
	t.Helper()
	if addr, err := netip.ParseAddr(host); err == nil && addr.IsLoopback() {
		return
	}
	if !regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$`).MatchString(host) || len(host) > 253 {
		t.Errorf("%q is no host name", host)
	}
}

func checkSignIn(t *testing.T, p provider.Provider) {
	t.Helper()
	methods := []provider.Method{
		provider.MethodOAuth2, provider.MethodAppPassword, provider.MethodPassword, provider.MethodAuthorizationCode,
		provider.MethodAPIKey, provider.MethodToken, provider.MethodNone,
	}
	if len(p.SignIn) == 0 {
		t.Error("there is no way to sign in")
	}
	for _, m := range slices.Concat(p.SignIn, p.IMAPSignIn) {
		if !slices.Contains(methods, m) {
			t.Errorf("unknown way to sign in: %q", m)
		}
	}
	if len(p.IMAPSignIn) > 0 && len(p.IMAP) == 0 {
		t.Error("a way to sign in to IMAP without a server")
	}
	if p.OAuth2 == nil {
		return
	}
	if p.OAuth2.AuthURL == "" || p.OAuth2.TokenURL == "" {
		t.Error("an endpoint is missing")
	}
	if slices.Contains(p.SignIn, provider.MethodOAuth2) && len(p.OAuth2.ScopesSMTP) == 0 {
		t.Error("OAuth 2.0 for SMTP without a scope")
	}
	if slices.Contains(p.SignInWith("imap"), provider.MethodOAuth2) && len(p.IMAP) > 0 && len(p.OAuth2.ScopesIMAP) == 0 {
		t.Error("OAuth 2.0 for IMAP without a scope")
	}
}

func checkWarnings(t *testing.T, p provider.Provider) {
	t.Helper()
	for _, w := range p.Warnings {
		sentences(t, w.Text)
		if w.Source == "" {
			t.Errorf("no source: %s", w.Text)
		}
		for _, text := range []string{w.From, w.Until} {
			if text != "" {
				day(t, text)
			}
		}
		if w.Until != "" && w.From > w.Until {
			t.Errorf("true from %s until %s", w.From, w.Until)
		}
	}
}

func checkAddresses(t *testing.T, p provider.Provider) {
	t.Helper()
	var pages []string
	for _, l := range p.Links {
		if l.Label == "" {
			t.Errorf("the link %s has no label", l.URL)
		}
		pages = append(pages, l.URL)
	}
	if o := p.OAuth2; o != nil {
		filled := o.ForTenant("")
		pages = append(pages, filled.AuthURL, filled.TokenURL)
		if o.DeviceURL != "" {
			pages = append(pages, filled.DeviceURL)
		}
	}
	for _, page := range pages {
		u, err := url.Parse(page)
		if err != nil || u.Scheme != "https" || u.User != nil || strings.ContainsAny(page, "{} ") {
			t.Errorf("%q is no https address", page)
			continue
		}
		checkHost(t, u.Hostname())
	}
	for _, name := range slices.Concat(p.Domains, p.MX) {
		checkHost(t, name)
	}
}

func checkRegions(t *testing.T, p provider.Provider) {
	t.Helper()
	if len(p.Regions) == 0 {
		if p.Region != "" {
			t.Errorf("the region %s is not listed", p.Region)
		}
		return
	}
	same, ok := p.InRegion(p.Region)
	if !ok || same.SMTP[0].Host != p.SMTP[0].Host {
		t.Errorf("the servers are not those of the region %s", p.Region)
	}
	for _, r := range p.Regions {
		checkHost(t, r.SMTPHost)
		if (r.IMAPHost != "") != (len(p.IMAP) > 0) {
			t.Errorf("region %s: IMAP host %q", r.ID, r.IMAPHost)
		}
		if r.Name == "" {
			t.Errorf("region %s has no name", r.ID)
		}
		for _, name := range slices.Concat(r.Domains, r.MX) {
			checkHost(t, name)
		}
	}
}
