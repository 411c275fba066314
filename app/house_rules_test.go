package app_test

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// A floor is a layer of the house; imports point down from floor to floor.
type floor string

// A standing says what a floor may import, and why nothing else.
type standing struct {
	on      []floor
	because string
}

// A private names the folders that may import something, and why no other.
type private struct {
	to      []string
	because string
}

func on(floors ...floor) []floor       { return floors }
func homes(folders ...string) []string { return folders }

// rules is the whole table. Packages are named by their folder.
type rules struct {
	module   string
	floors   map[floor]standing
	packages map[string]floor
	inTests  []floor
	private  map[string]private
	confined map[string]private // by the beginning of the import path
}

// A breach is one import that should not be there.
type breach struct{ importer, imported, because string }

func (b breach) String() string {
	if b.importer == b.imported {
		return fmt.Sprintf("%s %s", b.importer, b.because)
	}
	return fmt.Sprintf("%s imports %s: %s", b.importer, b.imported, b.because)
}

// check returns every import that breaks a rule, in the packages' order.
func (r rules) check(packages []importer) []breach {
	var found []breach
	for _, p := range packages {
		full := path.Join(r.module, p.path)
		if _, ok := r.packages[p.path]; !ok {
			found = append(found, breach{full, full, "stands nowhere: place it in app/house_test.go and in CONTRIBUTING.md"})
			continue
		}
		for _, imported := range p.imports {
			if why := r.refuse(p.path, imported, false); why != "" {
				found = append(found, breach{full, imported, why})
			}
		}
		for _, imported := range p.testImports {
			if why := r.refuse(p.path, imported, true); why != "" {
				found = append(found, breach{full + " (test)", imported, why})
			}
		}
	}
	return found
}

// refuse returns why the package in folder may not import, or "".
func (r rules) refuse(folder, imported string, test bool) string {
	if imported == r.module || strings.HasPrefix(imported, r.module+"/") {
		target := strings.TrimPrefix(strings.TrimPrefix(imported, r.module), "/")
		if target == "" {
			target = "."
		}
		return r.refuseOwn(folder, target, test)
	}
	home, confined := r.home(imported)
	switch {
	case confined && len(home.to) == 0 && !test:
		return home.because + ", and only there"
	case confined && len(home.to) > 0 && !test && !within(folder, home.to):
		return fmt.Sprintf("only %s may: %s", strings.Join(home.to, ", "), home.because)
	case !confined && isLibrary(imported):
		return "a library gets one home and a reason in app/house_test.go before it is used"
	}
	return ""
}

func (r rules) refuseOwn(folder, target string, test bool) string {
	if folder == target {
		return "" // an external test imports its own package
	}
	from := r.packages[folder]
	to, placed := r.packages[target]
	stands := r.floors[from]
	switch own := r.private[target]; {
	case !placed:
		return "it stands nowhere in app/house_test.go"
	case own.to != nil && !within(folder, own.to):
		return own.because
	case slices.Contains(stands.on, to), test && slices.Contains(r.inTests, to):
		return ""
	}
	return fmt.Sprintf("a %s package may not stand on a %s package: %s", from, to, stands.because)
}

// home finds the confinement with the longest matching path.
func (r rules) home(imported string) (private, bool) {
	for p := imported; p != "." && p != "/"; p = path.Dir(p) {
		if home, ok := r.confined[p]; ok {
			return home, true
		}
	}
	return private{}, false
}

// flaws returns what is wrong with the table itself.
func (r rules) flaws() []string {
	var found []string
	for _, folder := range slices.Sorted(maps.Keys(r.packages)) {
		if _, ok := r.floors[r.packages[folder]]; !ok {
			found = append(found, fmt.Sprintf("%s stands on the floor %q, which is not there", folder, r.packages[folder]))
		}
	}
	for _, from := range slices.Sorted(maps.Keys(r.floors)) {
		for _, to := range r.floors[from].on {
			if to != from && r.reaches(to, from) {
				found = append(found, fmt.Sprintf("the floors %q and %q stand on each other", from, to))
			}
		}
		if r.floors[from].because == "" {
			found = append(found, fmt.Sprintf("the floor %q has no reason", from))
		}
	}
	for _, table := range []map[string]private{r.private, r.confined} {
		for name, rule := range table {
			if rule.because == "" {
				found = append(found, name+" is kept apart without a reason")
			}
		}
	}
	return found
}

// reaches tells whether one floor stands on another, directly or not. It ends
// only if what lies below has no circle but a floor's own.
func (r rules) reaches(from, to floor) bool {
	seen := map[floor]bool{}
	var walk func(floor) bool
	walk = func(at floor) bool {
		if at == to {
			return true
		}
		if seen[at] {
			return false
		}
		seen[at] = true
		return slices.ContainsFunc(r.floors[at].on, walk)
	}
	return walk(from)
}

// within tells whether a folder is one of those given, or lies below one.
func within(folder string, homes []string) bool {
	return slices.ContainsFunc(homes, func(home string) bool {
		return folder == home || strings.HasPrefix(folder, home+"/")
	})
}

// isLibrary tells a library from the standard library: its path begins with a
// host name.
func isLibrary(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".")
}
