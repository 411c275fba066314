package localapi_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/vault"
)

func TestSettingsAreKept(t *testing.T) {
	f := newFixture(t)
	stored, err := f.api.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stored.StartAtUnlock || stored.Host != localapi.HostIPv4 || stored.Port != 0 || stored.Revision != 0 || stored.Authority != nil {
		t.Errorf("before anything is saved: %+v", stored)
	}
	told := 0
	f.bus.Subscribe(func(e event.Event) {
		if e.Name == "localapi.changed" {
			told++
		}
	})
	want := localapi.Settings{StartAtUnlock: true, Host: localapi.HostIPv6, Port: 8443}
	saved, err := f.api.Save(t.Context(), localapi.Draft{Settings: want})
	if err != nil {
		t.Fatal(err)
	}
	stored, err = f.again().Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, stored.Settings); diff != "" || stored.Revision != saved.Revision || told != 1 {
		t.Errorf("told %d times; %s", told, diff)
	}
	entries := f.entries(t, localapi.ActionSaved)
	if len(entries) != 1 || entries[0].Operator != "Ada" || entries[0].Subject != "[::1]:8443" {
		t.Errorf("the journal holds %+v", entries)
	}
	if _, err := f.api.Save(t.Context(), localapi.Draft{Settings: want}); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("a draft of nothing: %v", err)
	}
}

func TestSettingsAreRefused(t *testing.T) {
	f := newFixture(t)
	for _, host := range []string{"0.0.0.0", "::1", "localhost", "192.0.2.1", "[::]", "127.0.0.2"} {
		_, err := f.api.Save(t.Context(), localapi.Draft{Settings: localapi.Settings{Host: host}})
		if fields := fault.Of(err).Fields; !fault.HasCode(err, localapi.CodeInvalid) || len(fields) != 1 || fields[0].Name != "host" {
			t.Errorf("%s: %v %v", host, err, fields)
		}
	}
	f.access.viewer = true
	if _, err := f.api.Save(t.Context(), localapi.Draft{}); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer: %v", err)
	}
	if _, err := f.api.RenewAuthority(t.Context()); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer: %v", err)
	}
	f.access.locked = true
	for name, err := range map[string]error{
		"get":       second(f.api.Get(t.Context())),
		"authority": second(f.api.Authority(t.Context())),
		"leaf":      second(f.api.Leaf(t.Context(), key(t), "")),
	} {
		if fault.Of(err).Kind != fault.Locked {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestAnAuthorityThatIsMadeIsNoChangeOfTheSettings that somebody is editing.
func TestAnAuthorityThatIsMadeIsNoChangeOfTheSettings(t *testing.T) {
	f := newFixture(t)
	saved, err := f.api.Save(t.Context(), localapi.Draft{Settings: localapi.Settings{Port: 1}})
	if err != nil {
		t.Fatal(err)
	}
	f.authority(t)
	if _, err := f.api.RenewAuthority(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := f.api.Save(t.Context(), localapi.Draft{Settings: localapi.Settings{Port: 2}, Revision: saved.Revision})
	if err != nil || again.Port != 2 || again.Authority == nil {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestParseListen(t *testing.T) {
	for address, want := range map[string]localapi.Settings{
		"127.0.0.1:0": {Host: localapi.HostIPv4}, "localhost:8443": {Host: localapi.HostIPv4, Port: 8443},
		"[::1]:65535": {Host: localapi.HostIPv6, Port: 65535},
	} {
		got, err := localapi.ParseListen(address)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", address, err, diff)
		}
	}
	for _, address := range []string{
		"", ":0", ":8080", "127.0.0.1", "0.0.0.0:0", "[::]:0", "192.0.2.1:80", "example.com:80", "127.0.0.1:http",
		"127.0.0.1:70000", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1:01", "localhost.:80", "127.1:80", "*:80", "https://127.0.0.1:80",
	} {
		if _, err := localapi.ParseListen(address); !fault.HasCode(err, localapi.CodeInvalid) {
			t.Errorf("%q: got %v, want a refusal", address, err)
		}
	}
}

func FuzzParseListen(f *testing.F) {
	f.Add("127.0.0.1:8443")
	f.Add("[::1]:0")
	f.Add("localhost:65536")
	f.Fuzz(func(t *testing.T, address string) {
		s, err := localapi.ParseListen(address)
		if err != nil {
			return
		}
		if s.Host != localapi.HostIPv4 && s.Host != localapi.HostIPv6 {
			t.Errorf("%q listens on %s", address, s.Host)
		}
		again, err := localapi.ParseListen(s.Listen())
		if err != nil || again != s {
			t.Errorf("%q becomes %q: %v", address, s.Listen(), err)
		}
	})
}

func TestTheRunIsKnown(t *testing.T) {
	f := newFixture(t)
	if _, _, running := f.api.Running(); running || f.api.Problem() != nil {
		t.Error("it runs before it began")
	}
	f.api.Began("https://127.0.0.1:1")
	address, since, running := f.api.Running()
	if !running || address != "https://127.0.0.1:1" || !since.Equal(f.clock.now().UTC()) || since.Location() != time.UTC {
		t.Errorf("got %s %s %t", address, since, running)
	}
	problem := errors.New("the port is taken")
	f.api.Failed(problem)
	if _, _, running := f.api.Running(); running || !errors.Is(f.api.Problem(), problem) {
		t.Error("it runs though it failed")
	}
	f.api.Began("https://127.0.0.1:2")
	if f.api.Problem() != nil {
		t.Error("the problem is over")
	}
	f.api.Ended()
	if _, _, running := f.api.Running(); running {
		t.Error("it runs though it ended")
	}
}

func TestNameIn(t *testing.T) {
	f := newFixture(t)
	if _, err := f.api.Save(t.Context(), localapi.Draft{}); err != nil {
		t.Fatal(err)
	}
	f.authority(t)
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		for id, want := range map[string]string{"vault": "Local API", "authority": "Authority of the local API"} {
			if got, err := localapi.NameIn(tx, id); err != nil || got != want {
				t.Errorf("%s: got %q, %v", id, got, err)
			}
		}
		if _, err := localapi.NameIn(tx, "other"); !errors.Is(err, vault.ErrNoRecord) {
			t.Errorf("got %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
