package conversation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
)

// TestScan: each door is tried once, the configured one never, and the one that
// was seen to be there instead at the end.
func TestScan(t *testing.T) {
	implicit, upgraded := account.SecurityImplicitTLS, account.SecuritySTARTTLS
	var told int
	s := conversation.NewScan(
		[]conversation.Door{{Port: 465, Security: implicit}, {Port: 587, Security: upgraded}},
		conversation.Door{Port: 587, Security: upgraded}, func(account.Tried) { told++ },
	)
	if s.Planned() != 3 { // 465, and 587 with two other securities
		t.Errorf("%d are planned", s.Planned())
	}
	s.Run(func(d conversation.Door) (tried account.Tried, again conversation.Door) {
		if d.Port == 465 {
			return tried, conversation.Door{Port: 465, Security: upgraded}
		}
		tried.Works, tried.Alternative = true, d.Alternative(d.Words())
		return tried, conversation.Door{Port: 587, Security: upgraded} // the configured one
	})
	type way struct {
		Port     uint16
		Security account.Security
		Works    bool
	}
	var got []way
	for _, tried := range s.Tried {
		got = append(got, way{tried.Port, tried.Security, tried.Works})
		if tried.Mechanisms == nil {
			t.Errorf("%d has no list of mechanisms", tried.Port)
		}
	}
	want := []way{{465, implicit, false}, {587, implicit, true}, {587, account.SecurityNone, true}, {465, upgraded, false}}
	if diff := cmp.Diff(want, got); diff != "" || told != len(want) {
		t.Errorf("%d were told, tried (-want +got):\n%s", told, diff)
	}
	if best := s.Best(); best == nil || best.Label != "Port 587 with "+implicit.Words() {
		t.Errorf("the best is %+v", best)
	}
	if none := conversation.NewScan(nil, conversation.Door{}, nil); none.Planned() != 0 || none.Best() != nil {
		t.Error("nothing usual and nothing configured leaves something to try")
	}
}

func TestDoorOf(t *testing.T) {
	for port, want := range map[string]uint16{"465": 465, "": 0, "0": 0, "65536": 0, "-1": 0, "smtp": 0} {
		if d := conversation.DoorOf(port, account.SecurityNone); d.Port != want {
			t.Errorf("%q is port %d", port, d.Port)
		}
	}
}

// TestUnfit: only what is needed counts, and a variable without a value is what
// is wrong before all else.
func TestUnfit(t *testing.T) {
	field := func(name string) []fault.Field { return []fault.Field{{Name: name, Message: "x"}} }
	for _, tt := range []struct {
		name             string
		missing, invalid []fault.Field
		unresolved       []account.Unresolved
		code             string
	}{
		{"nothing", nil, nil, nil, ""},
		{"what is not needed", field("port"), field("user"), []account.Unresolved{{Field: "user", Name: "who"}}, ""},
		{"missing before invalid", field("host"), field("caPem"), nil, account.CodeSettingsMissing},
		{"invalid", nil, field("caPem"), nil, account.CodeSettingsInvalid},
		{"a variable before both", field("host"), field("caPem"), []account.Unresolved{{Field: "host", Name: "where"}}, account.CodePlaceholderUnresolved},
	} {
		code := ""
		if f := conversation.Unfit([]string{"host", "caPem"}, tt.missing, tt.invalid, tt.unresolved); f != nil {
			code = f.Code
		}
		if code != tt.code {
			t.Errorf("%s: %q, want %q", tt.name, code, tt.code)
		}
	}
}

func TestFirstFinding(t *testing.T) {
	first, second := &proof.Finding{Code: "a"}, &proof.Finding{Code: "b"}
	report := proof.Report{Steps: []proof.Step{
		{Verdict: proof.Passed}, {Verdict: proof.Warned, Finding: first}, {Verdict: proof.Warned, Finding: second},
	}}
	if conversation.FirstFinding(report, proof.Warned) != first || conversation.FirstFinding(report, proof.Failed) != nil {
		t.Error("not the first of its verdict")
	}
}
