package workbench_test

import (
	"testing"

	"patchbay/backend/vault"
)

func TestRecordsAreNamedAsPeopleKnowThem(t *testing.T) {
	bench := open(t)
	createVault(t, bench)
	site := addDeployment(t, bench, "Portal", "portal")
	who, err := bench.Operators.Current()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ kind, id, want string }{
		{"deployment", site.ID, "Portal"},
		{"outgoing", site.ID, "Portal"},
		{"outgoing-proofs", site.ID, "Portal"},
		{"operator", who.ID, "Ada"},
		{"secret", "outgoing/" + site.ID + "/oauth2.clientSecret", "Portal: oauth2.clientSecret"},
		{"secret", "network/vault/password", "password"},
		{"secret", "outgoing/gone/password", "password"},
		{"secret", "nonsense", ""},
		{"deployment", "gone", ""},
		{"operator", "gone", ""},
		{"audit", "00000000000000000001", ""},
	} {
		if got := bench.RecordName(t.Context(), tt.kind, tt.id, nil); got != tt.want {
			t.Errorf("the %s %s is called %q, want %q", tt.kind, tt.id, got, tt.want)
		}
	}
	names := bench.DifferenceNames(t.Context(), nil, vault.Difference{
		Kind: "outgoing", ComesBack: []string{"gone"}, IsLost: []string{site.ID}, Differs: []string{site.ID},
	})
	if len(names) != 1 || names[0] != "Portal" {
		t.Errorf("names %q", names)
	}
}
