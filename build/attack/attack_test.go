package attack_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/build/attack"
)

func corpus(t *testing.T) []attack.Entry {
	t.Helper()
	file, err := os.Open("../../backend/notify/render/testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	all, err := attack.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestACorpusIsReadByFamilies(t *testing.T) {
	t.Parallel()
	got, err := attack.Read(strings.NewReader("# one\n<a>\n\"<b\\x0a>\"\n\n# two\n<c>\n"))
	want := []attack.Entry{{"one", "<a>"}, {"one", "<b\n>"}, {"two", "<c>"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := attack.Read(strings.NewReader("\n\"\\q\"")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v", err)
	}
}

// TestEveryDocumentSaysWhereItComesFrom: an attack in each of the places makes
// a document of its own.
func TestEveryDocumentSaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	made := attack.Entry{Attack: "<b>bold</b>"}.Documents()
	for form, want := range map[string]string{
		"mail": "<b>bold</b>", "template": "<b>bold</b>",
		"text": "&lt;b&gt;bold&lt;/b&gt;", "values": `<h1 title="&lt;b&gt;bold&lt;/b&gt;">`,
	} {
		if !strings.Contains(made[form], want) {
			t.Errorf("%s: %s", form, made[form])
		}
	}
}

func TestASampleHasSomeOfEveryFamily(t *testing.T) {
	t.Parallel()
	all := corpus(t)
	if len(all) < 1000 {
		t.Fatalf("%d entries", len(all))
	}
	sample, families := attack.Sample(all, 60), map[string]bool{}
	for _, e := range all {
		families[e.Family] = true
	}
	for _, e := range sample {
		delete(families, e.Family)
	}
	if len(sample) < 60 || len(families) > 0 {
		t.Errorf("%d of %d, without %v", len(sample), len(all), families)
	}
}
