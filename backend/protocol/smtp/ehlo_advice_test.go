package smtp_test

import (
	"strings"
	"testing"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

func TestAdviseEHLO(t *testing.T) {
	tests := []struct {
		name, configured, machine string
		sent, reason              string
		remedy                    string // a part of it
	}{
		{"full name configured", "mail.example.com", "laptop", "mail.example.com", "", ""},
		{"full name of the machine", "", "host7.example.net", "host7.example.net", "", ""},
		{"bare name of the machine", "", "laptop", "", "address_literal", "mail.example.org"},
		{"no name at all", "", "", "", "address_literal", "mail.example.org"},
		{"literal", "[192.0.2.7]", "laptop", "[192.0.2.7]", "address_literal", "mail.example.org"},
		{"IPv6 literal", "[IPv6:2001:db8::7]", "host7.example.net", "[IPv6:2001:db8::7]", "address_literal", "this machine's full name, host7.example.net"},
		{"localhost", "localhost", "laptop", "localhost", "localhost", "mail.example.org"},
		{"localhost.localdomain", "", "localhost.localdomain", "localhost.localdomain", "localhost", "mail.example.org"},
		{"without a dot", "laptop", "host7.example.net", "laptop", "no_domain", "host7.example.net"},
		{"private", "", "laptop.lan", "laptop.lan", "private_name", "mail.example.org"},
		{"home.arpa", "PC.Home.ARPA", "", "PC.Home.ARPA", "private_name", "mail.example.org"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := smtp.Settings{EHLOName: tt.configured, From: "alerts@example.org"}
			sent, f := smtp.AdviseEHLOFor(set, tt.machine)
			if sent != tt.sent {
				t.Errorf("sends %q, want %q", sent, tt.sent)
			}
			if (f == nil) != (tt.reason == "") {
				t.Fatalf("found %+v", f)
			}
			if f == nil {
				return
			}
			if f.Code != "domain.ehlo_name" || f.Reason != tt.reason || !strings.Contains(f.Remedy, tt.remedy) || f.Fields[0] != "ehloName" {
				t.Errorf("found %+v", f)
			}
		})
	}
}

// TestAdviseEHLOWithoutASender has no domain to name.
func TestAdviseEHLOWithoutASender(t *testing.T) {
	_, f := smtp.AdviseEHLOFor(smtp.Settings{From: "nobody"}, "laptop")
	if f == nil || strings.Contains(f.Remedy, "mail.") {
		t.Errorf("found %+v", f)
	}
}

// TestAdvisedNameIsSent: the advice is about what a proof sends.
func TestAdvisedNameIsSent(t *testing.T) {
	for _, configured := range []string{"", "client.example.com"} {
		s := script.Serve(t, behaviour{}.play)
		set := settings(s, smtp.SecurityNone, script.Authority{})
		set.Auth, set.EHLOName = smtp.SignInNone, configured
		advised, _ := smtp.AdviseEHLO(set)
		if advised == "" {
			advised = "[127.0.0.1]"
		}
		_ = smtp.Prove(t.Context(), smtp.Request{Settings: set, Level: smtp.LevelConnect})
		if _, all := s.Received(); !strings.HasPrefix(all, "EHLO "+advised+"\r\n") {
			t.Errorf("advised %q, sent %q", advised, all)
		}
	}
}
