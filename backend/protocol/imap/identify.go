package imap

import (
	"slices"
	"strings"
)

// netEase are the domains whose hosts open no folder to a program that did not
// say its name.
func netEase() []string {
	return []string{"163.com", "126.com", "188.com", "yeah.net", "netease.com"}
}

func isNetEase(host string) bool {
	return slices.ContainsFunc(netEase(), func(name string) bool {
		return host == name || strings.HasSuffix(host, "."+name)
	})
}

// identification is ID with the name of this program (RFC 2971), nothing that
// tells of the machine or its operator.
func (s *session) identification() string {
	version := s.request.Version
	if !isQuotable([]byte(version)) || version == "" || strings.ContainsAny(version, `"\`) {
		version = "0"
	}
	return `ID ("name" "Patchbay" "version" "` + version + `")`
}

// introduce says the name and waits. What becomes of it does not matter: the
// next command tells.
func (s *session) introduce() {
	_, _ = s.exchange(s.identification())
}
