package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

const operatorPassword = "a long password of the benchmark"

// vault makes a vault with so many mailboxes, as an import does.
func (m *mailboxes) vault(count int) (dir string, err error) {
	dir = filepath.Join(m.settings.folder, fmt.Sprintf("vault-%d", count))
	bench := workbench.Open(workbench.Options{Dir: dir, Version: "bench"})
	defer func() { err = errors.Join(err, bench.Close()) }()
	ctx := context.Background()
	created, err := bench.Operators.Create(ctx, operator.NewVault{
		Name: "Ada Example", Email: "ada@example.test", Password: secret.FromString(operatorPassword),
	})
	if err != nil {
		return "", err
	}
	created.RecoveryKey.Wipe()
	target, err := bench.Deployments.Save(ctx, deployment.Deployment{
		Name: "Bench", TenantID: "bench", Hostname: "bench.example.test", Environment: deployment.Test,
		PortalURL: "https://bench.example.test/", MessagesURL: "https://bench.example.test/messages",
	})
	if err != nil {
		return "", err
	}
	file, err := m.csv(count)
	if err != nil {
		return "", err
	}
	preview, err := bench.Mailboxes.Preview(ctx, target.ID, file)
	if err != nil {
		return "", err
	}
	_, err = bench.Mailboxes.Apply(ctx, target.ID, preview, false)
	return dir, err
}

func (m *mailboxes) csv(count int) ([]byte, error) {
	host, port, err := net.SplitHostPort(m.dovecot.IMAPS())
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	rows := csv.NewWriter(&file)
	_ = rows.Write([]string{"mailbox", "name", "description", "host", "port", "security", "caPem", "password"})
	for i := range count {
		_ = rows.Write([]string{
			numbered(i), fmt.Sprintf("Mailbox %d", i), "A mailbox of the benchmark", host, port, "implicit-tls", m.pem, mailboxPassword,
		})
	}
	rows.Flush()
	return file.Bytes(), rows.Error()
}

// document is one mailbox, to be proved without a vault.
func (m *mailboxes) document() (string, error) {
	host, port, err := net.SplitHostPort(m.dovecot.IMAPS())
	if err != nil {
		return "", err
	}
	content, err := json.Marshal(map[string]string{
		"mailbox": numbered(0), "host": host, "port": port, "security": "implicit-tls", "caPem": m.pem, "password": mailboxPassword,
	})
	if err != nil {
		return "", err
	}
	name := filepath.Join(m.settings.folder, "mailbox.json")
	return name, os.WriteFile(name, content, 0o600)
}

// runOf is how long a run took, as Patchbay reports it: from its start until the
// last result is stored.
func runOf(output []byte) (time.Duration, error) {
	var document struct {
		DurationMs int64 `json:"durationMs"`
		Total      int   `json:"total"`
		Failed     int   `json:"failed"`
		Untried    int   `json:"untried"`
	}
	if err := json.Unmarshal(output, &document); err != nil {
		return 0, fmt.Errorf("read the report: %w", err)
	}
	if document.Total == 0 || document.Failed != 0 || document.Untried != 0 {
		return 0, fmt.Errorf("not every mailbox was proved: %+v", document)
	}
	return time.Duration(document.DurationMs) * time.Millisecond, nil
}
