package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// An importer is one package, named by its folder, with what it imports.
type importer struct {
	path        string
	imports     []string
	testImports []string
}

// listed is what this test reads of go list's answer.
type listed struct {
	Dir            string
	Module         struct{ Dir string }
	Imports        []string
	TestImports    []string
	XTestImports   []string
	IgnoredGoFiles []string
}

// readHouse asks go list for all packages of the module around a folder. Files
// that this platform or these tags leave out are read as well: a forbidden
// import does not become a good one by a build tag.
func readHouse(root string) ([]importer, error) {
	cmd := exec.Command("go", "list", "-e", "-tags", "desktop,production,webkit2_41",
		"-json=Dir,Module,Imports,TestImports,XTestImports,IgnoredGoFiles", "./...")
	cmd.Dir = root
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	answer, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaint.String())
	}
	var found []importer
	for decoder := json.NewDecoder(bytes.NewReader(answer)); ; {
		var l listed
		if err := decoder.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("read the answer of go list: %w", err)
		}
		p, err := l.importer()
		if err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, unlisted(found, root)
}

func (l listed) importer() (importer, error) {
	folder, err := filepath.Rel(l.Module.Dir, l.Dir)
	if err != nil {
		return importer{}, err
	}
	p := importer{
		path:        filepath.ToSlash(folder),
		imports:     l.Imports,
		testImports: slices.Concat(l.TestImports, l.XTestImports),
	}
	for _, name := range l.IgnoredGoFiles {
		imports, err := importsOf(filepath.Join(l.Dir, name))
		if err != nil {
			return importer{}, err
		}
		if strings.HasSuffix(name, "_test.go") {
			p.testImports = append(p.testImports, imports...)
		} else {
			p.imports = append(p.imports, imports...)
		}
	}
	for _, imports := range []*[]string{&p.imports, &p.testImports} {
		slices.Sort(*imports)
		*imports = slices.Compact(*imports)
	}
	return p, nil
}

func importsOf(file string) ([]string, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []string
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		imports = append(imports, name)
	}
	return imports, nil
}

// unlisted finds folders with Go files that go list passed over, because no
// file in them is for this platform.
func unlisted(found []importer, root string) error {
	known := map[string]bool{}
	for _, p := range found {
		known[p.path] = true
	}
	return filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			base := entry.Name()
			if name != root && (base == "node_modules" || base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".go") && !known[filepath.ToSlash(folder)] {
			return fmt.Errorf("go list passes over %s: give the folder one file for every platform", name)
		}
		return nil
	})
}
