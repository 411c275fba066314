package provider_test

import (
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/provider"
)

func TestCurrentWarnings(t *testing.T) {
	const (
		before = "stays as it is until the end of December 2026"
		after  = "is off by default"
		imap   = "takes no passwords for IMAP"
	)
	tests := []struct {
		id     string
		day    string
		method provider.Method
		want   []string
	}{
		{"microsoft365", "2022-06-01", provider.MethodPassword, []string{before}},
		{"microsoft365", "2026-11-22", provider.MethodPassword, []string{before, imap}},
		{"microsoft365", "2026-12-31", provider.MethodPassword, []string{before, imap}},
		{"microsoft365", "2027-01-01", provider.MethodPassword, []string{after, imap}},
		{"microsoft365", "2030-01-01", provider.MethodAppPassword, []string{after, imap}},
		{"microsoft365", "2026-11-22", provider.MethodOAuth2, nil},
		{"microsoft365", "2027-01-01", "", []string{after, imap}},
		{"outlook.com", "2024-09-15", provider.MethodPassword, nil},
		{"outlook.com", "2024-09-16", provider.MethodPassword, []string{"16 September 2024"}},
		{"outlook.com", "2026-11-22", provider.MethodAppPassword, []string{"16 September 2024"}},
		{"gmail", "2022-05-29", provider.MethodPassword, nil},
		{"gmail", "2022-05-30", provider.MethodPassword, []string{"30 May 2022"}},
		{"gmail", "2026-11-22", provider.MethodPassword, []string{"30 May 2022", "1 May 2025"}},
		{"gmail", "2026-11-22", provider.MethodAppPassword, []string{"2-step verification only"}},
		{"gmail", "2026-11-22", provider.MethodOAuth2, nil},
		{"microsoft-hve", "2026-11-22", provider.MethodPassword, []string{"probably end"}},
		{"fastmail", "2026-11-22", "", nil},
	}
	for _, tt := range tests {
		p, ok := provider.ByID(tt.id)
		if !ok {
			t.Fatalf("no provider %s", tt.id)
		}
		now, err := time.Parse(time.DateOnly, tt.day)
		if err != nil {
			t.Fatal(err)
		}
		got := p.CurrentWarnings(now.Add(23*time.Hour), "", tt.method)
		if len(got) != len(tt.want) {
			t.Errorf("%s on %s with %q: %d warnings, want %d: %v", tt.id, tt.day, tt.method, len(got), len(tt.want), got)
			continue
		}
		for i := range got {
			if !strings.Contains(got[i].Text, tt.want[i]) {
				t.Errorf("%s on %s with %q: %q does not contain %q", tt.id, tt.day, tt.method, got[i].Text, tt.want[i])
			}
		}
	}
}
