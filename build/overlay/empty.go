package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// errNone says that the library has changed: what the build is for would not be
// in it.
var errNone = errors.New("there is no such function")

// emptyIn lets a function of a folder do nothing, on every platform on which
// there is one.
func emptyIn(dir, function string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	found := false
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		changed, err := empty(source, function)
		if errors.Is(err, errNone) {
			continue
		}
		if err != nil {
			return err
		}
		found = true
		if err := os.WriteFile(path, changed, 0o644); err != nil {
			return err
		}
	}
	if !found {
		return fmt.Errorf("%s: %w", function, errNone)
	}
	return nil
}

// empty gives a function that returns an error the body "return nil". Imports
// that are no longer used are blanked.
func empty(source []byte, function string) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for _, declaration := range file.Decls {
		f, ok := declaration.(*ast.FuncDecl)
		if !ok || f.Recv != nil || f.Name.Name != function || f.Body == nil {
			continue
		}
		before, after := files.Position(f.Body.Lbrace).Offset, files.Position(f.Body.Rbrace).Offset
		changed := string(source[:before]) + "{ return nil " + string(source[after:])
		return blankImports(changed, file), nil
	}
	return nil, errNone
}

// blankImports renames to _ what an import is for no more.
func blankImports(source string, file *ast.File) []byte {
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		name := path[strings.LastIndexByte(path, '/')+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if !strings.Contains(source, name+".") {
			source = strings.Replace(source, spec.Path.Value, "_ "+spec.Path.Value, 1)
		}
	}
	return []byte(source)
}
