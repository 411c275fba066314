package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"patchbay/backend/secret"
)

// apiServer is a process that keeps a document over HTTPS.
type apiServer struct {
	name  string
	url   string // of the document
	roots *x509.CertPool
	token string // "" where none is asked for
	cmd   *exec.Cmd
}

// startAPIServer starts a process and returns the first line that it prints.
func startAPIServer(name string, argv, env []string) (*apiServer, string, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), env...)
	said, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", fmt.Errorf("%s: %w", name, err)
	}
	server := &apiServer{name: name, cmd: cmd}
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		return nil, "", errors.Join(fmt.Errorf("%s said nothing: %w", name, err), server.stop())
	}
	return server, strings.TrimSpace(line), nil
}

// stop ends the process. How it ends when it is told to says nothing.
func (a *apiServer) stop() error {
	if err := a.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	_ = a.cmd.Wait()
	return nil
}

func (a *apiServer) trust(authority []byte) error {
	a.roots = x509.NewCertPool()
	if !a.roots.AppendCertsFromPEM(authority) {
		return fmt.Errorf("%s: no authority", a.name)
	}
	return nil
}

func (a *apiServer) trustFile(name string) error {
	authority, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return a.trust(authority)
}

// client keeps so many connections at most.
func (a *apiServer) client(connections int) *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: a.roots, MinVersion: tls.VersionTLS12},
		MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections,
	}}
}

// authorise obtains a token (RFC 6749 §4.4).
func (a *apiServer) authorise(endpoint string, clientSecret secret.Text) error {
	request, err := http.NewRequest(http.MethodPost, endpoint, strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(benchClient, string(clientSecret.Reveal()))
	response, err := a.client(1).Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	if answer.Token == "" {
		return fmt.Errorf("no token: %s", response.Status)
	}
	a.token = answer.Token
	return nil
}

// load is one kind of request, over so many connections.
type load struct {
	method      string
	connections int
}

func (l load) requests() int {
	if l.method == http.MethodPut {
		return apiWrites
	}
	return apiReads
}

// run sends all requests and returns how long one of them took on the average.
// The connections are made before the clock starts.
func (l load) run(server *apiServer) (time.Duration, error) {
	client := server.client(l.connections)
	defer client.CloseIdleConnections()
	if err := l.each(client, server, l.connections); err != nil {
		return 0, err
	}
	began := time.Now()
	err := l.each(client, server, l.requests())
	return time.Since(began) / time.Duration(l.requests()), err
}

// each lets the connections share so many requests.
func (l load) each(client *http.Client, server *apiServer, requests int) error {
	var next atomic.Int64
	failures := make([]error, l.connections)
	var working sync.WaitGroup
	for i := range l.connections {
		working.Go(func() {
			for failures[i] == nil && next.Add(1) <= int64(requests) {
				failures[i] = l.once(client, server)
			}
		})
	}
	working.Wait()
	return errors.Join(failures...)
}

func (l load) once(client *http.Client, server *apiServer) error {
	var body io.Reader
	if l.method == http.MethodPut {
		body = bytes.NewReader([]byte(apiDocument))
	}
	request, err := http.NewRequest(l.method, server.url, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if server.token != "" {
		request.Header.Set("Authorization", "Bearer "+server.token)
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated {
		err = errors.Join(err, errors.New(response.Status))
	}
	return errors.Join(err, response.Body.Close())
}

// pemPair writes a certificate and its key as files have them.
func pemPair(c tls.Certificate) (chain, key []byte, err error) {
	for _, der := range c.Certificate {
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	private, ok := c.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, nil, fmt.Errorf("a key of type %T", c.PrivateKey)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	return chain, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), err
}
