package api_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"patchbay/backend/network"
)

// requestsEach is how many requests every operation is sent: 20 operations make
// 4,000.
const requestsEach = 200

// TestAcceptance3_EveryAnswerIsAsDescribed sends generated requests to every
// operation of the served document. The seed of a run is printed;
// PATCHBAY_SEED repeats it.
func TestAcceptance3_EveryAnswerIsAsDescribed(t *testing.T) {
	t.Parallel()
	seed := seedOf(t)
	t.Logf("PATCHBAY_SEED=%d repeats this run", seed)
	s := newScene(t)
	// Nothing is to be looked up; should it be, nobody answers.
	if _, err := s.bench.Network.Save(t.Context(), network.Draft{
		Settings: network.Settings{Proxy: network.ModeNone, Resolver: "127.0.0.1:1"},
	}); err != nil {
		t.Fatal(err)
	}
	s.cast(t, ada)
	s.switchOn(t, `{"host":"127.0.0.1","port":1,"from":"portal@example.com","auth":"none"}`) // where nobody listens
	g := &generator{
		Rand: rand.New(rand.NewPCG(seed, 3)), document: s.describe(t), ids: []string{"acme", s.acme.ID, "globex"},
		tokens: []string{s.token(t, "installer"), s.token(t, "reader"), s.token(t, "stranger")},
	}
	sent, taken, refused := 0, map[string]int{}, map[string]int{}
	for round := range requestsEach {
		if round == requestsEach/2 {
			s.speakHTTP2(t)
		}
		for _, operation := range g.document.operations() {
			got := s.sendOne(t, g, operation)
			sent++
			if got.status < 300 {
				taken[operation]++
			} else {
				refused[operation]++
			}
		}
		s.now.forward(time.Second) // the token endpoint forgives in time
		if t.Failed() {
			t.Fatalf("after %d requests", sent)
		}
	}
	if sent < 2000 {
		t.Errorf("only %d requests were sent", sent)
	}
	for _, operation := range g.document.operations() {
		t.Logf("%s: %d taken, %d refused", operation, taken[operation], refused[operation])
		if taken[operation] == 0 || refused[operation] == 0 && strings.Contains(operation, "{") {
			t.Errorf("%s: %d taken, %d refused: the requests say little", operation, taken[operation], refused[operation])
		}
	}
}

func (s *scene) sendOne(t *testing.T, g *generator, operation string) answered {
	t.Helper()
	method, path, _ := strings.Cut(operation, " ")
	ask := g.request(s, method, path)
	got := s.send(t, ask)
	allowed := got.status < 500 || got.status == 502 && strings.HasSuffix(path, "/proofs")
	if !allowed {
		t.Errorf("%s %s: %d %s", ask.method, ask.url, got.status, got.body)
	}
	g.document.accepts(t, method, path, got)
	s.isClosed(t, operation, got)
	if t.Failed() {
		t.Logf("the request: %s %s %v %.2000q", ask.method, ask.url, ask.header, ask.body)
	}
	if tag := got.header.Get("ETag"); tag != "" && len(g.tags) < 50 {
		g.tags = append(g.tags, tag)
	}
	return got
}

// isClosed holds what is true of every answer: it is kept nowhere, no page may
// read it, and nothing that was given as a secret is in it.
func (s *scene) isClosed(t *testing.T, operation string, got answered) {
	t.Helper()
	if got.header.Get("Cache-Control") != "no-store" || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: %v", operation, got.header)
	}
	for name := range got.header {
		if strings.HasPrefix(name, "Access-Control-") || name == "Set-Cookie" {
			t.Errorf("%s: %s", operation, name)
		}
	}
	if strings.Contains(got.body, "example-password") && operation != "GET /openapi.json" {
		t.Errorf("%s shows the password: %s", operation, got.body)
	}
	for _, value := range s.secrets {
		if strings.Contains(got.body, value) {
			t.Errorf("%s shows a client's secret: %s", operation, got.body)
		}
	}
}

func seedOf(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("PATCHBAY_SEED")
	if text == "" {
		return rand.Uint64()
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// TestTheExamplesAreTaken: what the document shows can be sent as it stands.
func TestTheExamplesAreTaken(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.cast(t, ada)
	token := s.token(t, "installer")
	d := s.describe(t)
	for _, operation := range d.operations() {
		method, path, _ := strings.Cut(operation, " ")
		content := at(d.whole, "paths", path, strings.ToLower(method), "requestBody", "content", "application/json", "schema", "$ref")
		ref, _ := content.(string)
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		if name == "" || name == "ProofRequest" {
			continue // nothing is to be asked of another machine
		}
		example := at(d.schemas, name, "examples").([]any)[0]
		if err := d.schema(t, "components", "schemas", name).Validate(example); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		address := strings.NewReplacer("{id}", "acme", "{tenantId}", "acme", "{address}", "desk@example.com", "{name}", "Example").Replace(path)
		if path == ssms {
			address = s.tenantBase("acme") + path
		}
		if got := s.send(t, s.ask(method, address).bearer(token).json(marshal(t, example))); got.status >= 300 {
			t.Errorf("%s: %d %s", operation, got.status, got.body)
		}
	}
}
