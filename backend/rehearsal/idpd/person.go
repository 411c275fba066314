package idpd

import (
	"fmt"
	"slices"
)

// Person is somebody whom the server signs in without a password.
type Person struct {
	ID            string // names the person in a form; also the user name
	Name          string
	Email         string // "" is none
	EmailVerified bool
	Groups        []string
	Lesson        string // what to learn from this person, in words
	Subject       string // identifies the person for ever
	Number        int    // the same, as providers of OAuth 2.0 count
}

// manyGroups is more than a provider such as Entra ID puts into a token.
const manyGroups = 250

// people lists the test people. The admitted domain of [Server.Settings] is
// example.com.
func people() []Person {
	groups := make([]string, manyGroups)
	for i := range groups {
		groups[i] = fmt.Sprintf("group-%03d", i+1)
	}
	return []Person{
		{
			ID: "anna", Name: "Anna Example", Email: "anna@example.com", EmailVerified: true, Groups: []string{"operators", "staff"},
			Lesson: "Everything is in order", Subject: "7d1f6c0a-anna", Number: 1001,
		},
		{
			ID: "ben", Name: "Ben Example", Email: "ben@example.com", Groups: []string{"staff"},
			Lesson: "The e-mail address is not verified", Subject: "7d1f6c0a-ben", Number: 1002,
		},
		{
			ID: "chris", Name: "Chris Elsewhere", Email: "chris@example.net", EmailVerified: true, Groups: []string{"guests"},
			Lesson: "The e-mail address is of another domain", Subject: "7d1f6c0a-chris", Number: 1003,
		},
		{
			ID: "dana", Name: "Dana Example", Groups: []string{"staff"},
			Lesson: "There is no e-mail address", Subject: "7d1f6c0a-dana", Number: 1004,
		},
		{
			ID: "erik", Name: "Erik Example", Email: "erik@example.com", EmailVerified: true, Groups: groups,
			Lesson: fmt.Sprintf("There are %d groups", manyGroups), Subject: "7d1f6c0a-erik", Number: 1005,
		},
	}
}

// People lists who can sign in.
func (s *Server) People() []Person { return people() }

// personOf finds somebody by user name or e-mail address.
func personOf(name string) (Person, bool) {
	all := people()
	i := slices.IndexFunc(all, func(p Person) bool { return name != "" && (p.ID == name || p.Email == name) })
	if i < 0 {
		return Person{}, false
	}
	return all[i], true
}
