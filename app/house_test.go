package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The house: which package stands on which floor, what a floor may stand on,
// and which libraries have one home. CONTRIBUTING.md tells the same in words.
// Whoever moves a wall moves it here and there, and says why in the commit.

const (
	words      floor = "word"
	ground     floor = "ground"
	protocols  floor = "protocol"
	keeping    floor = "shared by capabilities"
	capability floor = "capability"
	rehearsal  floor = "rehearsal"
	testbed    floor = "test"
	workbench  floor = "workbench"
	views      floor = "view"
	doors      floor = "door"
	command    floor = "command line"
	program    floor = "program"
	tools      floor = "build tool"
)

// patchbay returns the rules this repository is held to.
func patchbay() rules {
	return rules{
		module: "patchbay",
		floors: map[floor]standing{
			words:      {on: on(words), because: "a word is understood without knowing anything else of the house"},
			ground:     {on: on(words, ground), because: "what is kept does not know who keeps it"},
			protocols:  {on: on(words, protocols), because: "what is spoken knows no vault: a proof must run without one"},
			keeping:    {on: on(words, ground, protocols), because: "what several capabilities keep in the same way knows none of them"},
			capability: {on: on(words, ground, protocols, keeping), because: "a capability states what it needs from a neighbour as a small interface, and backend/workbench connects the two"},
			rehearsal:  {on: on(words, protocols, rehearsal), because: "a rehearsal server must not share the code it is there to test"},
			testbed:    {on: on(words, rehearsal), because: "what tests alone stand on is in no program"},
			workbench:  {on: on(words, ground, protocols, keeping, capability, rehearsal), because: "the workbench assembles what is below and knows no page"},
			views:      {on: on(words, ground, protocols, keeping, capability, workbench), because: "a bound method shows what the workbench hands it, the same behind every door"},
			doors:      {on: on(words, ground, protocols, keeping, capability, workbench, views), because: "a door shows app and knows no other door; that of the API reads the documents that protocols define"},
			command:    {on: on(words, ground, protocols, keeping, capability, workbench, views, doors), because: "the command line chooses the door; it starts rehearsals through the workbench"},
			program:    {on: on(command), because: "main embeds the pages and calls the command line; nothing else"},
			tools:      {on: on(words, ground, protocols, keeping, capability, rehearsal, workbench, tools), because: "a build tool measures the house; it is no part of it"},
		},
		packages: map[string]floor{
			".": program,

			"app":          views,
			"app/api":      doors,
			"app/browser":  doors,
			"app/cli":      command,
			"app/desktop":  doors,
			"app/presence": doors,

			"backend/document":    words,
			"backend/fault":       words,
			"backend/placeholder": words,
			"backend/proof":       words,
			"backend/secret":      words,

			"backend/audit":         ground,
			"backend/event":         ground,
			"backend/vault":         ground,
			"backend/vault/disk":    ground,
			"backend/vault/journal": ground,
			"backend/vault/kdf":     ground,
			"backend/vault/kv":      ground,
			"backend/vault/seal":    ground,

			"backend/protocol/account":       protocols,
			"backend/protocol/admission":     protocols,
			"backend/protocol/callback":      protocols,
			"backend/protocol/clientgrant":   protocols,
			"backend/protocol/conversation":  protocols,
			"backend/protocol/dial":          protocols,
			"backend/protocol/discovery":     protocols,
			"backend/protocol/httppost":      protocols,
			"backend/protocol/imap":          protocols,
			"backend/protocol/mailapi":       protocols,
			"backend/protocol/mailauth":      protocols,
			"backend/protocol/mailtoken":     protocols,
			"backend/protocol/oauth":         protocols,
			"backend/protocol/oidc":          protocols,
			"backend/protocol/pasted":        protocols,
			"backend/protocol/preset":        protocols,
			"backend/protocol/provider":      protocols,
			"backend/protocol/refusal":       protocols,
			"backend/protocol/saml":          protocols,
			"backend/protocol/saml/metadata": protocols,
			"backend/protocol/saml/request":  protocols,
			"backend/protocol/saml/response": protocols,
			"backend/protocol/saml/xmlenc":   protocols,
			"backend/protocol/saml/xmltree":  protocols,
			"backend/protocol/senderdomain":  protocols,
			"backend/protocol/signin":        protocols,
			"backend/protocol/smtp":          protocols,
			"backend/protocol/sso":           protocols,

			"backend/credential":    keeping,
			"backend/evidence":      keeping,
			"backend/notify/render": keeping,
			"backend/notify/shelf":  keeping,
			"backend/sealedfile":    keeping,
			"backend/sheet":         keeping,

			"backend/apiclient":  capability,
			"backend/deployment": capability,
			"backend/gateway":    capability,
			"backend/handover":   capability,
			"backend/idp":        capability,
			"backend/localapi":   capability,
			"backend/mailbox":    capability,
			"backend/network":    capability,
			"backend/notify":     capability,
			"backend/operator":   capability,
			"backend/outgoing":   capability,

			"backend/rehearsal/authority":  rehearsal,
			"backend/rehearsal/golden":     testbed,
			"backend/rehearsal/idpd":       rehearsal,
			"backend/rehearsal/imapd":      rehearsal,
			"backend/rehearsal/inbox":      rehearsal,
			"backend/rehearsal/loopback":   rehearsal,
			"backend/rehearsal/repertoire": rehearsal,
			"backend/rehearsal/saslserver": rehearsal,
			"backend/rehearsal/script":     testbed,
			"backend/rehearsal/smtpd":      rehearsal,
			"backend/workbench":            workbench,

			"build/attack":      tools,
			"build/bench":       tools,
			"build/bench/floor": tools,
			"build/bench/start": tools,
			"build/icon":        tools,
			"build/overlay":     tools,
			"build/peers":       tools,
			"build/stage":       tools,
			"build/tally":       tools,
			"build/window":      tools,
		},
		// What only tests may stand on as well: servers to speak to, real or our
		// own, and what plays and reads them.
		inTests: on(rehearsal, testbed, tools),
		private: map[string]private{
			"backend/vault/disk":    {to: homes("backend/vault"), because: "only the vault changes its files, and its tests make them fail"},
			"backend/vault/journal": {to: homes("backend/vault"), because: "only the vault knows what its files look like"},
			"backend/vault/kv":      {to: homes("backend/vault"), because: "only the vault knows its store"},
			"backend/vault/seal":    {to: homes("backend/vault"), because: "only the vault seals and opens"},
		},
		confined: map[string]private{
			"github.com/dgraph-io/badger/v4":                {to: homes("backend/vault", "build/bench"), because: "the store is the vault's secret and can be exchanged; the benchmark compares with it bare"},
			"github.com/dgraph-io/ristretto/v2":             {to: homes("backend/vault"), because: "it holds the buffers that Badger is filled from"},
			"golang.org/x/crypto":                           {to: homes("backend/vault"), because: "keys are derived and records sealed in one place that can be reviewed whole"},
			"crypto/cipher":                                 {to: homes("backend/vault", "backend/protocol/saml/xmlenc", "backend/rehearsal/idpd"), because: "keys are derived and records sealed in one place that can be reviewed whole; another opens what providers encrypt, and the rehearsal encrypts it"},
			"crypto/hpke":                                   {to: homes("backend/vault"), because: "keys are derived and records sealed in one place that can be reviewed whole"},
			"github.com/wneessen/go-mail":                   {to: homes("backend/protocol/smtp", "backend/protocol/mailauth"), because: "it composes messages and supplies mechanisms; the exchange itself is ours"},
			"github.com/emersion/go-imap/v2":                {to: homes("backend/protocol/imap", "backend/rehearsal"), because: "it reads the message back, and is the other side; the sign-in is ours"},
			"filippo.io/age":                                {to: homes("backend/sealedfile"), because: "one place seals files for others"},
			"github.com/emersion/go-smtp":                   {to: homes("backend/rehearsal"), because: "it is the other side; the prober must not share its mistakes"},
			"github.com/emersion/go-sasl":                   {to: homes("backend/rehearsal"), because: "it is the other side; the prober must not share its mistakes"},
			"github.com/emersion/go-message":                {to: homes("backend/rehearsal"), because: "it is the other side; what it reads was written by another library"},
			"github.com/trustelem/zxcvbn":                   {to: homes("backend/operator"), because: "one place says whether a password is strong enough"},
			"github.com/spf13/pflag":                        {to: homes("app/cli"), because: "only the command line has flags"},
			"github.com/wailsapp/wails/v2":                  {to: homes("app/desktop"), because: "everything but the window builds without CGO and without a display"},
			"github.com/godbus/dbus/v5":                     {to: homes("app/presence"), because: "one place listens for suspend and screen lock"},
			"github.com/pkg/browser":                        {to: homes("app"), because: "a program is started from a door, never from the backend"},
			"golang.org/x/net/dns/dnsmessage":               {because: "it answers as a name server in tests"},
			"golang.org/x/net/html":                         {to: homes("backend/protocol/saml", "backend/notify/render"), because: "a provider's page is looked through for the form that it would post; a template is read, and kept free of what runs"},
			"github.com/microcosm-cc/bluemonday":            {to: homes("backend/notify/render"), because: "one place lets markup in, and the library has the last word there"},
			"golang.org/x/net/netutil":                      {to: homes("backend/rehearsal", "app/api"), because: "a server bounds its connections"},
			"golang.org/x/time":                             {to: homes("backend/apiclient"), because: "one place says how often secrets may be guessed"},
			"github.com/danielgtaylor/huma/v2":              {to: homes("app/api"), because: "it builds the document that describes the API"},
			"github.com/santhosh-tekuri/jsonschema/v6":      {because: "it holds answers against that document in tests"},
			"golang.org/x/net/idna":                         {to: homes("backend/protocol", "backend/outgoing"), because: "an internationalised name becomes ASCII where it is checked or spoken"},
			"golang.org/x/text":                             {to: homes("backend/protocol", "backend/vault", "backend/notify"), because: "other scripts are brought into one form where they are spoken or become a key; a spreadsheet is read in the encoding that it was saved in"},
			"golang.org/x/sys":                              {to: homes("backend/vault", "app"), because: "the platform is asked for locks, memory and the terminal only"},
			"golang.org/x/term":                             {to: homes("app/cli"), because: "only the command line prompts"},
			"net/http":                                      {to: homes("app/api", "app/browser", "app/desktop", "app/cli", "backend/protocol", "backend/rehearsal", "build/bench", "build/peers", "build/stage"), because: "app, the capabilities and the faults know no HTTP; a door does, and a protocol that is spoken over it"},
			"golang.org/x/net/http/httpproxy":               {to: homes("backend/protocol/dial"), because: "one place reads what the environment says of proxies"},
			"golang.org/x/net/proxy":                        {to: homes("backend/protocol/dial"), because: "one place leaves the machine"},
			"golang.org/x/net/publicsuffix":                 {to: homes("backend/protocol"), because: "who owns a domain is asked where names are compared"},
			"golang.org/x/oauth2":                           {to: homes("backend/protocol/mailtoken", "backend/protocol/oauth", "backend/protocol/oidc"), because: "tokens are obtained for mail, and where people sign in"},
			"github.com/coreos/go-oidc/v3":                  {to: homes("backend/protocol/oidc"), because: "it is the strict peer that our own checks are held against"},
			"github.com/go-jose/go-jose/v4":                 {to: homes("backend/protocol/oidc", "backend/rehearsal"), because: "one place reads ID tokens, and the other side signs them"},
			"github.com/beevik/etree":                       {to: homes("backend/protocol/saml", "backend/rehearsal"), because: "XML is read where SAML is spoken"},
			"github.com/russellhaering/goxmldsig":           {to: homes("backend/protocol/saml", "backend/rehearsal"), because: "XML is signed and verified where SAML is spoken"},
			"github.com/mattermost/xml-roundtrip-validator": {to: homes("backend/protocol/saml/xmltree"), because: "one place lets XML in"},
			"github.com/crewjam/saml":                       {because: "it is the other side in tests, and must never be ours"},
			"blitiri.com.ar/go/spf":                         {to: homes("backend/protocol/senderdomain"), because: "one place judges a sender's domain"},
			"github.com/emersion/go-msgauth":                {to: homes("backend/protocol/senderdomain", "backend/protocol/imap"), because: "one place judges a sender's domain; another reads what a receiver judged"},
			"github.com/miekg/dns":                          {to: homes("build/peers"), because: "one name server answers in all tests"},
			"github.com/google/go-cmp":                      {because: "it compares in tests"},
			"github.com/rogpeppe/go-internal":               {because: "it runs the command line's scripts in tests"},
		},
	}
}

// TestHouse reads what every package imports, on every platform and with every
// build tag, and holds it against the table.
func TestHouse(t *testing.T) {
	t.Parallel()
	packages, err := readHouse("..")
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) == 0 {
		t.Fatal("no package was found: the test would hold nothing")
	}
	for _, breach := range patchbay().check(packages) {
		t.Error(breach)
	}
}

// TestHouseTable holds the table itself: every floor it names is there, no two
// floors stand on each other, and nothing private or confined lacks a reason.
func TestHouseTable(t *testing.T) {
	t.Parallel()
	for _, flaw := range patchbay().flaws() {
		t.Error(flaw)
	}
}

// TestHouseBites shows that each rule can fail.
func TestHouseBites(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		pkg  importer
		want []string // what is imported wrongly
	}{
		"a capability on its neighbour":  {importer{path: "backend/outgoing", imports: []string{"patchbay/backend/operator"}}, []string{"patchbay/backend/operator"}},
		"a capability's test likewise":   {importer{path: "backend/outgoing", testImports: []string{"patchbay/backend/operator"}}, []string{"patchbay/backend/operator"}},
		"a protocol on the vault":        {importer{path: "backend/protocol/smtp", imports: []string{"patchbay/backend/vault"}}, []string{"patchbay/backend/vault"}},
		"a word on a library":            {importer{path: "backend/secret", imports: []string{"golang.org/x/text/width"}}, []string{"golang.org/x/text/width"}},
		"a door on a door":               {importer{path: "app/browser", imports: []string{"patchbay/app/desktop"}}, []string{"patchbay/app/desktop"}},
		"the backend on the app":         {importer{path: "backend/workbench", imports: []string{"patchbay/app"}}, []string{"patchbay/app"}},
		"a rehearsal outside a test":     {importer{path: "app/cli", imports: []string{"patchbay/backend/rehearsal/smtpd"}}, []string{"patchbay/backend/rehearsal/smtpd"}},
		"a rehearsal in a test":          {importer{path: "app/cli", testImports: []string{"patchbay/backend/rehearsal/smtpd"}}, nil},
		"a script outside a test":        {importer{path: "backend/workbench", imports: []string{"patchbay/backend/rehearsal/script"}}, []string{"patchbay/backend/rehearsal/script"}},
		"the vault's store from outside": {importer{path: "backend/audit", imports: []string{"patchbay/backend/vault/kv"}}, []string{"patchbay/backend/vault/kv"}},
		"the window's library elsewhere": {importer{path: "app", imports: []string{"github.com/wailsapp/wails/v2/pkg/options"}}, []string{"github.com/wailsapp/wails/v2/pkg/options"}},
		"a library without a home":       {importer{path: "backend/audit", imports: []string{"example.com/log"}}, []string{"example.com/log"}},
		"go-cmp outside a test":          {importer{path: "backend/audit", imports: []string{"github.com/google/go-cmp/cmp"}}, []string{"github.com/google/go-cmp/cmp"}},
		"go-cmp in a test":               {importer{path: "backend/audit", testImports: []string{"github.com/google/go-cmp/cmp"}}, nil},
		"a package nobody placed":        {importer{path: "backend/util"}, []string{"patchbay/backend/util"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, breach := range patchbay().check([]importer{test.pkg}) {
				got = append(got, breach.imported)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("breaches differ (-want +got):\n%s", diff)
			}
		})
	}
}
