package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// changeKeePassXC is how long KeePassXC's command line takes to change the key
// of a database of as many entries as the smaller vault has records. What it
// takes for one entry is subtracted: the start of the program, and deriving the
// key twice. Both databases have the same cost of deriving it.
func changeKeePassXC(s settings) (time.Duration, error) {
	program, err := exec.LookPath("keepassxc-cli")
	if err != nil {
		return 0, errors.New("keepassxc-cli is not installed")
	}
	key := filepath.Join(s.folder, "keepassxc.key")
	if err := os.WriteFile(key, []byte(rand.Text()+rand.Text()), 0o600); err != nil {
		return 0, err
	}
	few, err := strconv.Atoi(fewRecords)
	if err != nil {
		return 0, err
	}
	var contestants []contestant
	for _, count := range []int{1, few} {
		database, err := importEntries(s.folder, program, key, count)
		if err != nil {
			return 0, err
		}
		contestants = append(contestants, contestant{
			name: fmt.Sprint("KeePassXC, entries: ", count),
			// The new key may be the old one: everything is sealed anew under a
			// new seed all the same.
			argv: []string{program, "db-edit", "--quiet", "--no-password", "--key-file", key, "--set-key-file", key, database},
			env:  []string{"QT_QPA_PLATFORM=offscreen"},
		})
	}
	found, err := contest(contestants, s.runs)
	if err != nil {
		return 0, err
	}
	return found[1].wall - found[0].wall, nil
}

func importEntries(folder, program, key string, count int) (database string, err error) {
	source := filepath.Join(folder, fmt.Sprintf("entries-%d.xml", count))
	database = filepath.Join(folder, fmt.Sprintf("entries-%d.kdbx", count))
	content, err := xml.Marshal(entries(count))
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(source, content, 0o600); err != nil {
		return "", err
	}
	said, err := exec.Command(program, "import", "--quiet", "--set-key-file", key, source, database).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("import entries: %w: %s", err, bytes.TrimSpace(said))
	}
	return database, nil
}

// keePassFile is as much of the XML form of a database as an import needs.
type keePassFile struct {
	XMLName xml.Name       `xml:"KeePassFile"`
	Name    string         `xml:"Root>Group>Name"`
	GroupID string         `xml:"Root>Group>UUID"`
	Entries []keePassEntry `xml:"Root>Group>Entry"`
}

type keePassEntry struct {
	UUID    string
	Strings []keePassString `xml:"String"`
}

type keePassString struct {
	Key   string
	Value string
}

// entrySize is the length in bytes of an entry's fields together.
const entrySize = 512

// entries look like those of a person, each different.
func entries(count int) keePassFile {
	file := keePassFile{Name: "Root", GroupID: uuid()}
	for i := range count {
		fields := []keePassString{
			{"Title", fmt.Sprintf("record %06d", i)},
			{"UserName", fmt.Sprintf("user%d@example.test", i)},
			{"Password", rand.Text()},
			{"URL", fmt.Sprintf("https://host%d.example.test/", i)},
		}
		size := 0
		for _, field := range fields {
			size += len(field.Value)
		}
		notes := make([]byte, entrySize)
		_, _ = rand.Read(notes) // never fails since Go 1.24
		fields = append(fields, keePassString{"Notes", base64.RawURLEncoding.EncodeToString(notes)[:entrySize-size]})
		file.Entries = append(file.Entries, keePassEntry{UUID: uuid(), Strings: fields})
	}
	return file
}

func uuid() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails since Go 1.24
	return base64.StdEncoding.EncodeToString(id)
}
