package mailtoken_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
)

func jwt(payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode([]byte(payload)) + "." + encode([]byte("signature"))
}

func TestInspect(t *testing.T) {
	at := time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC)
	tests := []struct {
		name, token string
		want        proof.Token
	}{
		{"Microsoft, for a person", jwt(`{"aud":"https://outlook.office.com","iss":"https://sts.windows.net/t/","exp":1795352400,"appid":"a","scp":"IMAP.AccessAsUser.All SMTP.Send","tid":"t","unique_name":"x@example.com","upn":"me@example.com"}`), proof.Token{
			Issuer: "https://sts.windows.net/t/", Audience: []string{"https://outlook.office.com"}, Scopes: []string{"IMAP.AccessAsUser.All", "SMTP.Send"},
			User: "me@example.com", Tenant: "t", Client: "a", ExpiresAt: &at,
		}},
		{"Microsoft, for an application", jwt(`{"aud":"https://outlook.office365.com","exp":1795352400.9,"azp":"a","roles":["SMTP.SendAsApp","IMAP.AccessAsApp"]}`), proof.Token{
			Audience: []string{"https://outlook.office365.com"}, Roles: []string{"SMTP.SendAsApp", "IMAP.AccessAsApp"}, Client: "a", ExpiresAt: &at,
		}},
		{"RFC 9068", jwt(`{"aud":["one","two"],"scope":"a b","client_id":"c","preferred_username":"p"}`), proof.Token{
			Audience: []string{"one", "two"}, Scopes: []string{"a", "b"}, Client: "c", User: "p",
		}},
		{"scopes as a list", jwt(`{"scp":["a","b"],"email":"e@example.com"}`), proof.Token{Scopes: []string{"a", "b"}, User: "e@example.com"}},
		{"types that do not fit", jwt(`{"aud":[1,null,"x",null,{}],"scp":7,"scope":"s","iss":{},"exp":"soon","upn":"","email":"e"}`), proof.Token{
			Audience: []string{"x"}, Scopes: []string{"s"}, User: "e",
		}},
		{"time without end", jwt(`{"exp":1e300}`), proof.Token{}},
		{"time before time", jwt(`{"exp":-1}`), proof.Token{}},
		{"marks that turn a line around", jwt(`{"iss":"a\u202eb\u0000"}`), proof.Token{Issuer: `a\u202eb\x00`}},
		{"opaque", "ya29.a0AfH6SMB", proof.Token{Opaque: true}},
		{"empty", "", proof.Token{Opaque: true}},
		{"three parts that are no JWT", "a.b.c", proof.Token{Opaque: true}},
		{"a header that is a list", base64.RawURLEncoding.EncodeToString([]byte("[]")) + ".e30.x", proof.Token{Opaque: true}},
		{"a payload of null", base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + ".bnVsbA.x", proof.Token{Opaque: true}},
		{"encrypted", jwt(`{}`) + ".x.y", proof.Token{Opaque: true}},
		{"endless", jwt(`{"iss":"` + strings.Repeat("x", 128<<10) + `"}`), proof.Token{Opaque: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, mailtoken.Inspect(secret.FromString(tt.token))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestInspectIsBounded(t *testing.T) {
	long := jwt(`{"iss":"` + strings.Repeat("ä", 4000) + `","roles":["` + strings.Repeat(`r","`, 1000) + `"]}`)
	got := mailtoken.Inspect(secret.FromString(long))
	if len(got.Issuer) > 512 || len(got.Roles) > 64 || !strings.HasPrefix(got.Issuer, "ää") {
		t.Errorf("%d bytes, %d roles", len(got.Issuer), len(got.Roles))
	}
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte(`{"aud":["a"],"scp":"b","roles":["c"],"exp":1}`))
	f.Add([]byte(`{"exp":253402300799,"iss":"\u202e"}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		for _, token := range []string{string(payload), jwt(string(payload))} {
			info := mailtoken.Inspect(secret.FromString(token))
			text, err := json.Marshal(info)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) > 512<<10 {
				t.Fatalf("%d bytes are kept", len(text))
			}
		}
	})
}
