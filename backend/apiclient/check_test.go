package apiclient_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

func TestADraftThatIsNotValidIsRefusedByField(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	mistyped := "pbcs_" + strings.Repeat("a", 49)
	for _, tt := range []struct {
		name   string
		change func(*apiclient.Draft)
		fields []string
	}{
		{"nothing", func(d *apiclient.Draft) { *d = apiclient.Draft{} }, []string{"clientId"}},
		{"a blank in the ID", func(d *apiclient.Draft) { d.ClientID = "a b" }, []string{"clientId"}},
		{"a long ID", func(d *apiclient.Draft) { d.ClientID = strings.Repeat("a", 129) }, []string{"clientId"}},
		{"a letter beyond ASCII", func(d *apiclient.Draft) { d.ClientID = "kölsch" }, []string{"clientId"}},
		{"a line break", func(d *apiclient.Draft) { d.Description = "a\nb" }, []string{"description"}},
		{"no scope", func(d *apiclient.Draft) { d.Scopes = []string{"a b"} }, []string{"scopes"}},
		{"an empty scope", func(d *apiclient.Draft) { d.Scopes = []string{""} }, []string{"scopes"}},
		{"too many scopes", func(d *apiclient.Draft) { d.Scopes = manyScopes(51) }, []string{"scopes"}},
		{"too long scopes", func(d *apiclient.Draft) { d.Scopes = []string{strings.Repeat("a", 129)} }, []string{"scopes"}},
		{"clear text", func(d *apiclient.Draft) { d.TokenURL = "http://target.example.com/token" }, []string{"tokenUrl"}},
		{"a user in the URL", func(d *apiclient.Draft) { d.TokenURL = "https://a:b@target.example.com/" }, []string{"tokenUrl"}},
		{"a placeholder", func(d *apiclient.Draft) { d.TokenURL = "https://%host%/token" }, []string{"tokenUrl"}},
		{"no way", func(d *apiclient.Draft) { d.ClientAuth = "none" }, []string{"clientAuth"}},
		{"no certificate", func(d *apiclient.Draft) { d.CAPEM = "certificate" }, []string{"caPem"}},
		{"cleared", func(d *apiclient.Draft) { d.Secret = secret.Input{Change: secret.Clear} }, []string{"secret"}},
		{"short", func(d *apiclient.Draft) { d.Secret = set("1234567") }, []string{"secret"}},
		{"long", func(d *apiclient.Draft) { d.Secret = set(strings.Repeat("a", 257)) }, []string{"secret"}},
		{"a mask", func(d *apiclient.Draft) { d.Secret = set("**********") }, []string{"secret"}},
		{"bullets", func(d *apiclient.Draft) { d.Secret = set("••••••••••") }, []string{"secret"}},
		{"a line", func(d *apiclient.Draft) { d.Secret = set("12345678\r\n") }, []string{"secret"}},
		{"mistyped", func(d *apiclient.Draft) { d.Secret = set(mistyped) }, []string{"secret"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			draft := script("client", apiclient.ScopeMailRead)
			tt.change(&draft)
			_, _, err := f.clients.Save(t.Context(), site, draft)
			if !fault.HasCode(err, apiclient.CodeInvalid) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(tt.fields, fields(err)); diff != "" {
				t.Error(diff)
			}
			for _, blamed := range fault.Of(err).Fields {
				if strings.Contains(blamed.Message, mistyped) {
					t.Error("the message holds the secret")
				}
			}
			check, err := f.clients.Check(t.Context(), site, draft)
			if err != nil || check.Ready {
				t.Fatalf("the check says %+v, %v", check, err)
			}
			if diff := cmp.Diff(tt.fields, namesOf(check.Faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if list, err := f.clients.List(t.Context(), site); err != nil || len(list) > 0 {
		t.Errorf("something was saved: %v, %v", list, err)
	}
}

func manyScopes(n int) []string {
	scopes := make([]string, n)
	for i := range scopes {
		scopes[i] = "scope" + strings.Repeat("x", i)
	}
	return scopes
}

func TestRemarksStopNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	draft := script("client", "api://target/.default")
	draft.Secret = set("12345678")
	check, err := f.clients.Check(t.Context(), site, draft)
	if err != nil || !check.Ready {
		t.Fatalf("%+v, %v", check, err)
	}
	if diff := cmp.Diff([]string{"scopes", "secret"}, namesOf(check.Remarks)); diff != "" {
		t.Error(diff)
	}
	saved := f.save(t, script("other", apiclient.ScopeMailRead)).Draft()
	saved.Default = false
	if check, err = f.clients.Check(t.Context(), site, saved); err != nil || !slices.Contains(namesOf(check.Remarks), "default") {
		t.Errorf("%+v, %v", check, err)
	}
}
