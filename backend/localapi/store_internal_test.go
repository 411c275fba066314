package localapi

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Records as the first version wrote them: every later one has to read them.
const (
	firstSettings  = `{"startAtUnlock":true,"host":"[::1]","port":8443}`
	firstAuthority = `{"certificate":"-----BEGIN CERTIFICATE-----\n"}`
)

func TestRecordsOfTheFirstVersionAreRead(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]record{
		firstSettings:  {StartAtUnlock: true, Host: HostIPv6, Port: 8443},
		firstAuthority: {Certificate: "-----BEGIN CERTIFICATE-----\n"},
		`{}`:           {},
	} {
		var got record
		if err := json.Unmarshal([]byte(doc), &got); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got) + cmp.Diff(doc, string(again)); diff != "" {
			t.Error(diff)
		}
	}
	if got := (record{}).settings(); got != (Settings{Host: HostIPv4}) {
		t.Errorf("nothing is read as %+v", got)
	}
}

// TestNamesOfTheFirstVersionStay, because the key is sealed under them.
func TestNamesOfTheFirstVersionStay(t *testing.T) {
	t.Parallel()
	got := []string{Kind, settingsID, authorityID, keyRef().Kind, keyRef().ID, keyRef().Field, keyDestination}
	want := []string{"localapi", "vault", "authority", "localapi", "authority", "authorityKey", "localapi|authority"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
