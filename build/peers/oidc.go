package peers

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// OIDCOptions describe an OpenID provider that issues access tokens for mail.
type OIDCOptions struct {
	// Audience is whom access tokens are for; "" is "https://mail.example.test".
	Audience string
	// Scopes that clients may ask for, beside openid and offline_access; nil
	// is mail.send and mail.read. The provider knows mail.admin too, which no
	// client may ask for.
	Scopes []string
	// Opaque makes access tokens that are no JWTs and can be introspected.
	Opaque bool
	// Claims make it a provider that people sign in with (OpenID Connect): they are
	// those of everyone, beside the name that was entered as subject and as e-mail
	// address, for the scopes profile (name), email (email, email_verified) and
	// groups. nil issues tokens for mail.
	Claims map[string]any
	// Clients that the provider knows. Their redirect URI is
	// http://127.0.0.1/callback, with any port.
	Clients []OIDCClient
}

// OIDCClient is an application that the provider knows.
type OIDCClient struct {
	ID     string `json:"id"`
	Secret string `json:"secret"` // "" for a public client
	// Auth is client_secret_basic, client_secret_post or none.
	Auth string `json:"auth"`
}

// OIDCProvider is a running provider: npm's oidc-provider, which is certified
// by the OpenID Foundation. It speaks HTTP, and knows everyone by the name that
// they enter.
type OIDCProvider struct {
	address  string
	settings string // file, removed by Close
	process  *process
}

// StartOIDCProvider starts the provider and returns when it takes connections.
func StartOIDCProvider(o OIDCOptions) (*OIDCProvider, error) {
	node, script, err := findOIDC()
	if err != nil {
		return nil, err
	}
	var errs []error
	for range startAttempts {
		p, err := startOIDC(node, script, o)
		if err == nil {
			return p, nil
		}
		if errors.Is(err, ErrMissing) {
			return nil, err
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("start the OpenID provider: %w", errors.Join(errs...))
}

// findOIDC looks for Node, and for the provider as build/peers.sh installs it.
func findOIDC() (node, script string, err error) {
	if node, err = exec.LookPath("node"); err != nil {
		return "", "", fmt.Errorf("%w: %w", ErrMissing, err)
	}
	root, err := os.Getwd()
	if err != nil {
		return "", "", err
	}
	for {
		folder := filepath.Join(root, "build", "peers", "oidc")
		if _, err := os.Stat(filepath.Join(folder, "node_modules", "oidc-provider")); err == nil {
			return node, filepath.Join(folder, "provider.js"), nil
		}
		above := filepath.Dir(root)
		if above == root {
			return "", "", fmt.Errorf("%w: build/peers.sh installs the OpenID provider", ErrMissing)
		}
		root = above
	}
}

func startOIDC(node, script string, o OIDCOptions) (*OIDCProvider, error) {
	free, err := freeAddresses(1)
	if err != nil {
		return nil, err
	}
	p := &OIDCProvider{address: free[0]}
	if err := p.run(node, script, o); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *OIDCProvider) run(node, script string, o OIDCOptions) error {
	if o.Audience == "" {
		o.Audience = "https://mail.example.test"
	}
	if o.Scopes == nil {
		o.Scopes = []string{"mail.send", "mail.read"}
	}
	settings, err := json.Marshal(map[string]any{
		"address": p.address, "audience": o.Audience, "scopes": o.Scopes, "opaque": o.Opaque, "clients": o.Clients, "claims": o.Claims,
	})
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "patchbay-peer-*.json")
	if err != nil {
		return err
	}
	p.settings = file.Name()
	_, err = file.Write(settings)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if p.process, err = start(node, script, p.settings); err != nil {
		return err
	}
	return p.process.listening([]string{p.address})
}

// Issuer is the provider's name for itself.
func (p *OIDCProvider) Issuer() string { return "http://" + p.address }

// AuthURL is where a person begins to sign in.
func (p *OIDCProvider) AuthURL() string { return p.Issuer() + "/auth" }

// TokenURL is where tokens are issued.
func (p *OIDCProvider) TokenURL() string { return p.Issuer() + "/token" }

// DeviceURL is where a sign-in on another device begins.
func (p *OIDCProvider) DeviceURL() string { return p.Issuer() + "/device/auth" }

// IntrospectionURL is where a resource server asks about an opaque token
// (RFC 7662); it has to be one of the clients. The answer's username is the
// name of the person.
func (p *OIDCProvider) IntrospectionURL() string { return p.Issuer() + "/token/introspection" }

// Ahead puts the provider's clock forward, compared with this machine's.
func (p *OIDCProvider) Ahead(by time.Duration) error {
	response, err := http.PostForm(p.Issuer()+"/clock?"+url.Values{"ahead": {strconv.Itoa(int(by.Seconds()))}}.Encode(), nil)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// Log is what the provider has logged.
func (p *OIDCProvider) Log() *Log { return p.process.log }

// Close stops the provider.
func (p *OIDCProvider) Close() error {
	var err error
	if p.process != nil {
		err = p.process.stop()
	}
	if p.settings != "" {
		err = errors.Join(err, os.Remove(p.settings))
	}
	return err
}
