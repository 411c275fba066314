package conversation_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/conversation"
)

// TestMechanisms: whatever a server lists, what is shown are names.
func TestMechanisms(t *testing.T) {
	longest := strings.Repeat("X", 20)
	got := conversation.Mechanisms([]string{"plain", "LOGIN", "PLAIN", "", "\x1b[1mBOLD", "\u202eX", "A B", longest, longest + "X", "SCRAM-SHA-256"})
	if diff := cmp.Diff([]string{"LOGIN", "PLAIN", "SCRAM-SHA-256", longest}, got); diff != "" {
		t.Error(diff)
	}
	var many []string
	for i := range 100 {
		many = append(many, "X"+strconv.Itoa(i))
	}
	if got := conversation.Mechanisms(many); len(got) != 16 {
		t.Errorf("%d are shown", len(got))
	}
	if conversation.Mechanisms(nil) == nil {
		t.Error("no list for a server that lists none")
	}
}
