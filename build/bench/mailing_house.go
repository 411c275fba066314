package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"path/filepath"

	"patchbay/backend/deployment"
	"patchbay/backend/notify"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// house is a vault with two deployments, whose people are to be told.
type house struct {
	bench *workbench.Workbench
	few   string // the deployment with those to whom mail goes
	many  string // the one with those for whom is decided
}

func newHouse(folder string) (h *house, err error) {
	h = &house{bench: workbench.Open(workbench.Options{Dir: filepath.Join(folder, "house"), Version: "bench"})}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.bench.Close())
		}
	}()
	ctx := context.Background()
	created, err := h.bench.Operators.Create(ctx, operator.NewVault{
		Name: "Ada Example", Email: "ada@example.test", Password: secret.FromString(operatorPassword),
	})
	if err != nil {
		return nil, err
	}
	created.RecoveryKey.Wipe()
	if h.few, err = h.deploy(ctx, "few", recipients); err != nil {
		return nil, err
	}
	h.many, err = h.deploy(ctx, "many", crowd)
	return h, err
}

// deploy makes a deployment with so many people, and all its mail switched on:
// through a server that nobody is asked for.
func (h *house) deploy(ctx context.Context, tenant string, people int) (id string, err error) {
	d, err := h.bench.Deployments.Save(ctx, deployment.Deployment{
		Name: tenant, TenantID: tenant, Hostname: tenant + ".example.test", Environment: deployment.Test,
		PortalURL: "https://portal.example.test/", MessagesURL: "https://portal.example.test/messages",
	})
	if err != nil {
		return "", err
	}
	var file bytes.Buffer
	file.WriteString("name,userName,email\n")
	for i := range people {
		fmt.Fprintf(&file, "Person %d,person%05[1]d,%s\n", i, person(i))
	}
	imp, err := h.bench.Notifications.PreviewImport(ctx, d.ID, file.Bytes())
	if err != nil {
		return "", err
	}
	if _, err := h.bench.Notifications.ApplyImport(ctx, d.ID, imp, false); err != nil {
		return "", err
	}
	if err := h.keepServer(ctx, d.ID, "127.0.0.1:1", alice, password, ""); err != nil {
		return "", err
	}
	_, err = h.bench.Notifications.SaveSwitches(ctx, d.ID, notify.Switches{Integration: true, Notifications: true}, vault.AnyRevision)
	return d.ID, err
}

// sendThrough changes the server through which mail is sent.
func (h *house) sendThrough(ctx context.Context, address, user, password, pem string) error {
	return h.keepServer(ctx, h.few, address, user, password, pem)
}

func (h *house) keepServer(ctx context.Context, id, address, user, password, pem string) error {
	settings, inputs, err := serverDocument(address, user, password, pem)
	if err != nil {
		return err
	}
	_, err = h.bench.Outgoing.Save(ctx, id, outgoing.Draft{Revision: vault.AnyRevision, Settings: settings, Secrets: inputs})
	return err
}

func serverDocument(address, user, password, pem string) (smtp.Settings, smtp.SecretInputs, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return smtp.Settings{}, smtp.SecretInputs{}, err
	}
	content, err := json.Marshal(map[string]any{
		"host": host, "port": port, "security": "implicit-tls", "user": user, "password": password,
		"from": alice, "caPem": pem, "enabled": true,
	})
	if err != nil {
		return smtp.Settings{}, smtp.SecretInputs{}, err
	}
	return smtp.Parse(content)
}
