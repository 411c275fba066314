package peers

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
)

// folder is a server's own temporary folder.
type folder string

// newFolder makes one that the server's users can pass through.
func newFolder() (folder, error) {
	name, err := os.MkdirTemp("", "patchbay-peer-")
	if err != nil {
		return "", err
	}
	return folder(name), os.Chmod(name, 0o711) // the servers' users must pass
}

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

func (f folder) remove() error { return os.RemoveAll(string(f)) }

// write makes a file that only root and the owner may read.
func (f folder) write(name, content string, owner account) error {
	if err := os.WriteFile(f.path(name), []byte(content), 0o600); err != nil {
		return err
	}
	return os.Chown(f.path(name), owner.user, owner.group)
}

// mkdir makes a folder, whatever the umask.
func (f folder) mkdir(name string, mode os.FileMode, owner account) error {
	if err := os.Mkdir(f.path(name), mode); err != nil {
		return err
	}
	if err := os.Chown(f.path(name), owner.user, owner.group); err != nil {
		return err
	}
	return os.Chmod(f.path(name), mode)
}

// writeCertificate writes the key and its certificate into one file, which
// Postfix and Dovecot both take.
func (f folder) writeCertificate(name string, certificate tls.Certificate, owner account) error {
	key, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	if err != nil {
		return fmt.Errorf("write a server's key: %w", err)
	}
	content := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	for _, der := range certificate.Certificate {
		content = append(content, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return f.write(name, string(content), owner)
}

// account is a user and a group of the system. The zero value is root.
type account struct {
	user, group int
}

// findAccount looks up an account that the server's package made.
func findAccount(name, group string) (account, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return account{}, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	g, err := user.LookupGroup(group)
	if err != nil {
		return account{}, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.Atoi(g.Gid)
	return account{uid, gid}, err
}
