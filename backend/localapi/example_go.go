package localapi

const goExample = `// Command smtp writes what is in smtp.json, when there is such a file, and reads
// the SMTP configuration of a deployment from Patchbay.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
)

const (
	caFile   = {{.CAFile}}
	clientID = {{.ClientID}}
	tokenURL = {{.Token}}
	readURL  = {{.Read}}
	writeURL = {{.Write}} // in the SSMS form: {{.SSMS}}
)

func main() {
	client, err := trusting(caFile)
	if err != nil {
		log.Fatal(err)
	}
	token, err := obtainToken(client)
	if err != nil {
		log.Fatal(err)
	}
	if err := writeFile(client, token, "smtp.json"); err != nil {
		log.Fatal(err)
	}
	answer, err := call(client, http.MethodGet, readURL, token, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(answer))
}

// writeFile sends the document in a file, such as
// {"host": "smtp.example.com", "port": "587", "starttls": "true", "from": "portal@example.com"}.
func writeFile(client *http.Client, token, file string) error {
	document, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		log.Print(file + " is not here: nothing was written")
		return nil
	}
	if err != nil {
		return err
	}
	answer, err := call(client, http.MethodPost, writeURL, token, document)
	if err == nil {
		fmt.Println(string(answer))
	}
	return err
}

// trusting returns a client that trusts Patchbay's authority and no other.
func trusting(file string) (*http.Client, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", file)
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}, nil
}

// obtainToken exchanges the client's credentials for a token (RFC 6749 §4.4).
func obtainToken(client *http.Client) (string, error) {
	secret := os.Getenv("PATCHBAY_CLIENT_SECRET")
	if secret == "" {
		return "", errors.New("PATCHBAY_CLIENT_SECRET is not set")
	}
	form := url.Values{
		"grant_type":    {"client_credentials"},
		"client_id":     {clientID},
		"client_secret": {secret},
	}
	request, err := http.NewRequest(http.MethodPost, tokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	body, err := send(client, request)
	if err != nil {
		return "", err
	}
	var answer struct {
		AccessToken string ` + "`json:\"access_token\"`" + `
	}
	err = json.Unmarshal(body, &answer)
	return answer.AccessToken, err
}

func call(client *http.Client, method, address, token string, document []byte) ([]byte, error) {
	request, err := http.NewRequest(method, address, bytes.NewReader(document))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	if document != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return send(client, request)
}

func send(client *http.Client, request *http.Request) ([]byte, error) {
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", request.Method, request.URL, response.Status, body)
	}
	return body, err
}
`
