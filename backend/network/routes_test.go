package network_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/network"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestNothingSavedFollowsTheSystem(t *testing.T) {
	f := newFixture(t)
	stored, err := f.routes.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(network.Stored{Settings: network.Settings{Proxy: network.ModeSystem}}, stored); diff != "" {
		t.Error(diff)
	}
	if f.routes.System() != "" || f.proxyTo(t, "mail.example.com").IsSet() {
		t.Error("a proxy came from nowhere")
	}
	f.environ["ALL_PROXY"] = "socks5://ada:" + canary + "@proxy.example.net"
	f.environ["no_proxy"] = "example.org"
	if got := f.routes.System(); got != "socks5://proxy.example.net:1080" {
		t.Errorf("the system's is %q", got)
	}
	got := f.proxyTo(t, "mail.example.com")
	if got.Address != "proxy.example.net:1080" || got.User != "ada" || string(got.Password.Reveal()) != canary {
		t.Errorf("chose %+v", got)
	}
	if f.proxyTo(t, "mail.example.org").IsSet() {
		t.Error("a host of NO_PROXY goes through the proxy")
	}
}

func TestSaveKeepsEveryField(t *testing.T) {
	f := newFixture(t)
	draft := manual()
	saved := f.save(t, draft)
	got, err := f.routes.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(saved, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(draft.Settings, got.Settings); diff != "" || !got.Password.Set || got.Revision == 0 || got.ChangedAt.IsZero() {
		t.Errorf("%s %+v", diff, got)
	}
	proxy := f.proxyTo(t, "mail.example.com")
	if string(proxy.Password.Reveal()) != canary || proxy.String() != "socks5://proxy.example.com:1080" || proxy.User != "portal" {
		t.Errorf("the way out is %s", proxy)
	}
	if f.proxyTo(t, "localhost").IsSet() {
		t.Error("this machine is reached through the proxy")
	}
	entries, err := f.journal.List(t.Context(), 0)
	if err != nil || len(entries) != 1 || entries[0].Action != "network.saved" || entries[0].Operator != "Ada" {
		t.Errorf("audit: %+v, %v", entries, err)
	}
	if len(f.events) != 1 || f.events[0].Name != "network.saved" {
		t.Errorf("events: %+v", f.events)
	}
	if shown := fmt.Sprintf("%+v %+v %+v %+v", got, proxy, entries, f.events); strings.Contains(shown, canary) {
		t.Error("the password is shown")
	}
}

func TestModes(t *testing.T) {
	f := newFixture(t)
	f.environ["HTTPS_PROXY"] = "http://system.example.com:8080"
	saved := f.save(t, manual())
	for _, tt := range []struct {
		mode network.Mode
		want string
	}{
		{network.ModeManual, "socks5://proxy.example.com:1080"},
		{network.ModeNone, ""},
		{network.ModeSystem, "http://system.example.com:8080"},
		{"", "http://system.example.com:8080"},
	} {
		draft := edited(saved)
		draft.Proxy = tt.mode
		saved = f.save(t, draft)
		if got := f.proxyTo(t, "mail.example.com").String(); got != tt.want {
			t.Errorf("%q goes through %q, want %q", tt.mode, got, tt.want)
		}
	}
	if saved.Password.Set {
		t.Error("a password of no use is kept")
	}
	if saved.Address != "proxy.example.com:1080" || saved.Proxy != network.ModeSystem {
		t.Errorf("kept %+v", saved.Settings)
	}
}

func TestFaults(t *testing.T) {
	long := strings.Repeat("x", 256)
	tests := []struct {
		name string
		edit func(*network.Draft)
		want []string
	}{
		{"complete", func(*network.Draft) {}, nil},
		{"nothing", func(d *network.Draft) { *d = network.Draft{} }, nil},
		{"unknown mode", func(d *network.Draft) { d.Proxy = "auto" }, []string{"proxy"}},
		{"manual without a proxy", func(d *network.Draft) { d.Scheme, d.Address = "", "" }, []string{"scheme", "address"}},
		{"unknown scheme", func(d *network.Draft) { d.Scheme = "https" }, []string{"scheme"}},
		{"no port", func(d *network.Draft) { d.Address = "proxy.example.com" }, []string{"address"}},
		{"port 0", func(d *network.Draft) { d.Address = "proxy.example.com:0" }, []string{"address"}},
		{"a URL", func(d *network.Draft) { d.Address = "http://proxy.example.com:80" }, []string{"address"}},
		{"a line break", func(d *network.Draft) { d.Address = "proxy\r\n.example.com:80" }, []string{"address"}},
		{"unused but wrong", func(d *network.Draft) { d.Proxy, d.Address = network.ModeNone, "x y:1" }, nil},
		{"unused and everything wrong", func(d *network.Draft) {
			d.Proxy, d.Scheme, d.Address, d.User, d.Password = network.ModeSystem, "gopher", "x", long, set("a\x00")
		}, nil},
		{"IPv6", func(d *network.Draft) { d.Address = "[2001:db8::1]:1080" }, nil},
		{"colon in the user", func(d *network.Draft) { d.Scheme, d.User = dial.ProxyHTTP, "a:b" }, []string{"user"}},
		{"colon in the user of SOCKS", func(d *network.Draft) { d.User = "a:b" }, nil},
		{"line break in the user", func(d *network.Draft) { d.User = "a\nb" }, []string{"user"}},
		{"long", func(d *network.Draft) { d.User, d.Password = long, set(long) }, []string{"user", "password"}},
		{"password without user", func(d *network.Draft) { d.User = "" }, []string{"user"}},
		{"mask", func(d *network.Draft) { d.Password = set("••••") }, []string{"password"}},
		{"empty password", func(d *network.Draft) { d.Password = set("") }, []string{"password"}},
		{"NUL in the password", func(d *network.Draft) { d.Password = set("a\x00") }, []string{"password"}},
		{"resolver by name", func(d *network.Draft) { d.Resolver = "dns.example.com" }, []string{"resolver"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			draft := manual()
			tt.edit(&draft)
			faults, err := f.routes.Check(t.Context(), draft)
			if diff := cmp.Diff(tt.want, names(faults)); diff != "" || err != nil {
				t.Errorf("check: %v %s", err, diff)
			}
			_, err = f.routes.Save(t.Context(), draft)
			if (err != nil) != (tt.want != nil) {
				t.Fatalf("save: %v", err)
			}
			if err != nil && (!fault.HasCode(err, network.CodeInvalid) || !slices.Equal(tt.want, names(fault.Of(err).Fields))) {
				t.Errorf("save: %v %+v", err, fault.Of(err).Fields)
			}
		})
	}
}

func names(faults []fault.Field) []string {
	var all []string
	for _, f := range faults {
		all = append(all, f.Name)
	}
	return all
}

func TestSC14_AProxyPasswordGoesToItsProxyOnly(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, manual())
	for name, change := range map[string]func(*network.Draft){
		"scheme":  func(d *network.Draft) { d.Scheme = dial.ProxyHTTP },
		"address": func(d *network.Draft) { d.Address = "proxy.example.com:1081" },
		"user":    func(d *network.Draft) { d.User = "eve" },
	} {
		t.Run(name, func(t *testing.T) {
			draft := edited(saved)
			change(&draft)
			faults, err := f.routes.Check(t.Context(), draft)
			if !slices.Equal(names(faults), []string{"password"}) || err != nil {
				t.Errorf("check: %v %+v", err, faults)
			}
			_, err = f.routes.Save(t.Context(), draft)
			if !fault.HasCode(err, network.CodeBoundElsewhere) || !slices.Equal(names(fault.Of(err).Fields), []string{"password"}) {
				t.Errorf("save: %v", err)
			}
			if got := f.proxyTo(t, "mail.example.com"); got.String() != "socks5://proxy.example.com:1080" || got.User != "portal" {
				t.Errorf("a refused save changed the way out to %s", got)
			}
			f.expectRefusal(t, draft)
		})
	}
	resolver := edited(saved)
	resolver.Resolver = "[2001:db8::53]:5353"
	if got := f.save(t, resolver); !got.Password.Set {
		t.Error("another resolver cost the password")
	}
}

// expectRefusal wants the newest entry of the journal to say which proxy the
// password was saved for, and which one it was refused to.
func (f *fixture) expectRefusal(t *testing.T, refused network.Draft) {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	got := page.Entries[0]
	want := audit.Entry{
		Sequence: got.Sequence, At: got.At, Operator: "Ada", Action: "network.saved", Refused: true,
		Subject: dial.Proxy{Scheme: refused.Scheme, Address: refused.Address}.String(),
		Detail:  "password was saved for socks5://proxy.example.com:1080 as portal",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestClearAndReplace(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, manual())
	draft := edited(saved)
	draft.Address, draft.Password = "other.example.com:1080", set("another password")
	saved = f.save(t, draft)
	if got := f.proxyTo(t, "mail.example.com"); string(got.Password.Reveal()) != "another password" {
		t.Errorf("%s got another password", got)
	}
	draft = edited(saved)
	draft.Password = secret.Input{Change: secret.Clear}
	if saved = f.save(t, draft); saved.Password.Set || f.proxyTo(t, "mail.example.com").Password.IsSet() {
		t.Error("the password was not cleared")
	}
}

func TestWhoMay(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, manual())
	stale := edited(saved)
	stale.Revision--
	if _, err := f.routes.Save(t.Context(), stale); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("another revision: %v", err)
	}
	f.access.viewer = true
	if _, err := f.routes.Save(t.Context(), edited(saved)); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer: %v", err)
	}
	if _, err := f.routes.Get(t.Context()); err != nil {
		t.Errorf("a viewer reads: %v", err)
	}
	f.access.locked = true
	_, get := f.routes.Get(t.Context())
	_, check := f.routes.Check(t.Context(), edited(saved))
	_, way := f.routes.Network(t.Context())
	for name, err := range map[string]error{"get": get, "check": check, "network": way} {
		if fault.Of(err) == nil || fault.Of(err).Kind != fault.Locked {
			t.Errorf("%s of a locked vault: %v", name, err)
		}
	}
}

// TestStoredForm holds the names that old vaults are read by.
func TestStoredForm(t *testing.T) {
	f := newFixture(t)
	f.save(t, manual())
	want := `{"proxy":"manual","scheme":"socks5","address":"proxy.example.com:1080","user":"portal","resolver":"192.0.2.53"}`
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		got, _, err := vault.NewCollection[json.RawMessage]("network", 1, nil).Get(tx, "vault")
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Error(diff)
		}
		_, secretErr := tx.Secret(vault.SecretRef{Kind: "network", ID: "vault", Field: "password"},
			"proxy|socks5|proxy.example.com:1080|portal")
		if secretErr != nil {
			t.Errorf("the password: %v", secretErr)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
