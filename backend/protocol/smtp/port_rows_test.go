package smtp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

func TestKnownPorts(t *testing.T) {
	tests := map[string]struct {
		host   string
		port   uint16
		code   string
		reason string
	}{
		"Postmark hangs":         {"smtp.postmarkapp.com", 465, "net.timeout", "no_implicit_tls"},
		"Postmark, another list": {"smtp-broadcasts.postmarkapp.com", 465, "net.refused", "no_implicit_tls"},
		"Microsoft 365":          {"smtp.office365.com", 465, "net.closed", "no_implicit_tls"},
		"the right port":         {"smtp.postmarkapp.com", 587, "net.timeout", ""},
		"another host":           {"notpostmarkapp.com", 465, "net.timeout", ""},
		"another failure":        {"smtp.postmarkapp.com", 465, "net.host_not_found", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := smtp.ExplainPort(tt.host, tt.port, proof.Finding{Code: tt.code, Cause: "c", Fields: []string{"host"}})
			fields := []string{"host"}
			if tt.reason != "" {
				fields = []string{"port", "security"}
			}
			if f.Code != tt.code || f.Reason != tt.reason || (f.Cause == "c") != (tt.reason == "") {
				t.Errorf("got %+v", f)
			}
			if diff := cmp.Diff(fields, f.Fields); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSTARTTLSMissingOnTheSubmissionPort(t *testing.T) {
	for port, reason := range map[uint16]string{587: "submission_port", 25: ""} {
		if f := smtp.StartTLSNotOffered(port); f.Code != smtp.CodeSTARTTLSNotOffered || f.Reason != reason {
			t.Errorf("port %d: got %s (%s)", port, f.Code, f.Reason)
		}
	}
}
