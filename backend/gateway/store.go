package gateway

import (
	"patchbay/backend/evidence"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Record kinds. With the JSON names below they are a promise to old vaults.
const (
	Kind         = "gateway" // its secret is of this kind as well
	KindTemplate = "gateway-template"
	KindPart     = "gateway-template-part" // of a template that one record cannot hold
	KindProofs   = "gateway-proofs"
)

// recordID is that of the only record of a kind: a vault has one gateway.
const recordID = "vault"

// record is the stored form of the gateway, without its secret.
type record struct {
	Enabled    bool   `json:"enabled"`
	Host       string `json:"host,omitempty"`
	Port       string `json:"port,omitempty"`
	From       string `json:"from,omitempty"`
	SenderName string `json:"senderName,omitempty"`
	Security   string `json:"security"`
	CAPEM      string `json:"caPem,omitempty"`
	// Deployment is the ID of the one whose outgoing mail is used; Route is where
	// that led when an owner saved this, and Target the same to be shown.
	Deployment string `json:"deployment,omitempty"`
	Route      string `json:"route,omitempty"`
	Target     string `json:"target,omitempty"`
	// Way is how connections left this machine then, of mail without encryption.
	Way string `json:"way,omitempty"`
	// Bound is what the stored secret was saved for, to be shown. It decides
	// nothing: the vault's encryption does.
	Bound map[string]string `json:"bound,omitempty"`
}

func toRecord(s Settings) record {
	return record{
		Enabled: s.Enabled, Host: s.Host, Port: s.Port, From: s.From, SenderName: s.SenderName,
		Security: string(s.Security), CAPEM: s.CAPEM, Deployment: s.UseDeployment,
	}
}

func (r record) settings() Settings {
	return Settings{
		Enabled: r.Enabled, Host: r.Host, Port: r.Port, From: r.From, SenderName: r.SenderName,
		Security: Security(r.Security), CAPEM: r.CAPEM, UseDeployment: r.Deployment,
	}
}

func newSettings() vault.Collection[record] { return vault.NewCollection[record](Kind, 1, nil) }

func newTemplates() shelf.Shelf { return shelf.New(KindTemplate, KindPart) }

func newProofs() *evidence.Ledger {
	return evidence.NewLedger(KindProofs, evidence.Words{Level: smtp.Shown})
}
