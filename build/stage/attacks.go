package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"

	"patchbay/build/attack"
)

// attacked is an attack, and what a person would be shown of it, by where it stood.
type attacked struct {
	attack.Entry
	Documents map[string]string `json:"documents"`
}

func printAttacks(corpus string, to io.Writer) (err error) {
	file, err := os.Open(corpus)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	all, err := attack.Read(file)
	if err != nil {
		return err
	}
	list := make([]attacked, len(all))
	for i, e := range all {
		list[i] = attacked{e, e.Documents()}
	}
	return json.NewEncoder(to).Encode(list)
}
