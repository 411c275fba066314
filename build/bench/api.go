package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/deployment"
	"patchbay/backend/operator"
	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// How much each run asks: fewer writes, because each waits for the disk.
const (
	apiReads  = 2000
	apiWrites = 400
)

// apiDocument is what is put and got.
const apiDocument = `{"replyToDisplayName":"Receiver","starttls":"true","port":"587","host":"smtp.example.test",` +
	`"replyTo":"reply@example.test","from":"from@example.test","fromDisplayName":"From the bench","envelopeFrom":"",` +
	`"ssl":"false","user":"from@example.test","password":"a password of the bench"}`

// measureAPI puts and gets one document at the local API, which authorises,
// checks, seals and records each write, beside a bare handler that forces the
// same bytes to the disk.
func measureAPI(s settings) (t table, err error) {
	t = table{
		title:   fmt.Sprintf("The local API over kept connections, medians of %d in turn", s.runs),
		columns: []string{"Request", "Connections", "Program", "requests/s", "ms each", "x floor"},
	}
	p, err := buildPrograms(s)
	if err != nil {
		return table{}, err
	}
	floor, err := startFloorAPI(s, p)
	if err != nil {
		return table{}, err
	}
	defer func() { err = errors.Join(err, floor.stop()) }()
	patchbay, err := startPatchbayAPI(s, p)
	if err != nil {
		return table{}, err
	}
	defer func() { err = errors.Join(err, patchbay.stop()) }()
	for _, method := range []string{http.MethodPut, http.MethodGet} {
		for _, connections := range []int{1, 8, 64} {
			if err := t.addLoad(s.runs, load{method: method, connections: connections}, floor, patchbay); err != nil {
				return table{}, err
			}
		}
	}
	return t, nil
}

// addLoad measures both servers in turn.
func (t *table) addLoad(runs int, l load, servers ...*apiServer) error {
	took := make([][]time.Duration, len(servers))
	for round := range runs + 1 {
		for i, server := range servers {
			each, err := l.run(server)
			if err != nil {
				return fmt.Errorf("%s: %w", server.name, err)
			}
			if round > 0 {
				took[i] = append(took[i], each)
			}
		}
	}
	first := median(took[0])
	for i, server := range servers {
		each := median(took[i])
		t.rows = append(t.rows, []string{
			l.method, strconv.Itoa(l.connections), server.name,
			fmt.Sprintf("%.0f", float64(time.Second)/float64(each)),
			fmt.Sprintf("%.2f", float64(each.Microseconds())*float64(l.connections)/1000),
			fmt.Sprintf("%.2f", ratio(each, first)),
		})
	}
	return nil
}

// startFloorAPI starts the bare handler.
func startFloorAPI(s settings, p programs) (*apiServer, error) {
	ca, err := authority.New(time.Now())
	if err != nil {
		return nil, err
	}
	chain, key, err := pemPair(ca.Certificate(authority.Good))
	if err != nil {
		return nil, err
	}
	certificate, keyFile := filepath.Join(s.folder, "floor.pem"), filepath.Join(s.folder, "floor.key")
	for name, content := range map[string][]byte{certificate: chain, keyFile: key} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			return nil, err
		}
	}
	server, line, err := startAPIServer("bare net/http", []string{
		p.floor, "-serve", filepath.Join(s.folder, "floor.log"), "-certificate", certificate, "-key", keyFile,
	}, nil)
	if err != nil {
		return nil, err
	}
	server.url = "https://" + line + "/"
	return server, server.trust([]byte(ca.PEM()))
}

// startPatchbayAPI makes a vault with one deployment and one client, serves it,
// and obtains a token.
func startPatchbayAPI(s settings, p programs) (*apiServer, error) {
	dir := filepath.Join(s.folder, "vault-api")
	clientSecret, err := vaultWithClient(dir)
	if err != nil {
		return nil, err
	}
	defer clientSecret.Wipe()
	server, line, err := startAPIServer("patchbay",
		[]string{p.patchbay, "api", "serve", "--json", "--vault", dir}, []string{"PATCHBAY_PASSWORD=" + operatorPassword})
	if err != nil {
		return nil, err
	}
	var started struct {
		Address string `json:"address"`
		CAFile  string `json:"caFile"`
	}
	err = json.Unmarshal([]byte(line), &started)
	if err == nil {
		err = server.trustFile(started.CAFile)
	}
	if err == nil {
		err = server.authorise(started.Address+"/oauth2/token", clientSecret)
	}
	if err != nil {
		return nil, errors.Join(err, server.stop())
	}
	server.url = started.Address + "/v1/deployments/bench/smtp"
	return server, nil
}

const benchClient = "bench"

func vaultWithClient(dir string) (clientSecret secret.Text, err error) {
	bench := workbench.Open(workbench.Options{Dir: dir, Version: "bench"})
	defer func() { err = errors.Join(err, bench.Close()) }()
	ctx := context.Background()
	created, err := bench.Operators.Create(ctx, operator.NewVault{
		Name: "Ada Example", Email: "ada@example.test", Password: secret.FromString(operatorPassword),
	})
	if err != nil {
		return secret.Text{}, err
	}
	created.RecoveryKey.Wipe()
	target, err := bench.Deployments.Save(ctx, deployment.Deployment{
		Name: "Bench", TenantID: "bench", Hostname: "bench.example.test", Environment: deployment.Test,
	})
	if err != nil {
		return secret.Text{}, err
	}
	_, clientSecret, err = bench.Clients.Save(ctx, target.ID, apiclient.Draft{
		Settings: apiclient.Settings{
			ClientID: benchClient, Scopes: []string{apiclient.ScopeMailRead, apiclient.ScopeMailWrite},
		},
		Secret: secret.Input{Change: apiclient.Generate},
	})
	return clientSecret, err
}
