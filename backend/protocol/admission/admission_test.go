package admission_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
)

func TestNormalizeDomain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want, fault string }{
		{"example.com", "example.com", ""},
		{" Example.COM. ", "example.com", ""},
		{"@example.com", "example.com", ""},
		{"*.Example.com", "*.example.com", ""},
		{"bücher.example", "xn--bcher-kva.example", ""},
		{"*.BÜCHER.example.", "*.xn--bcher-kva.example", ""},
		{"xn--bcher-kva.example", "xn--bcher-kva.example", ""},
		{"例え。テスト", "xn--r8jz45g.xn--zckzah", ""},
		{"", "", "is empty"},
		{"ops@example.com", "", "e-mail address"},
		{"*", "", "only as *."},
		{"ex*mple.com", "", "only as *."},
		{"*.*.example.com", "", "only as *."},
		{"example", "", "not a domain name"},
		{"example..com", "", "not a domain name"},
		{"*.", "", "not a domain name"},
		{"exa mple.com", "", "not a domain name"},
		{"exam\u200bple.com", "example.com", ""}, // which IDNA maps to nothing (UTS #46)
		{"192.0.2.7", "", "IP address"},
		{strings.Repeat("a.", 130) + "com", "", "not a domain name"},
	} {
		got, err := admission.NormalizeDomain(tt.text)
		if got != tt.want || (err == nil) != (tt.fault == "") || err != nil && !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("NormalizeDomain(%q) = %q, %v; want %q, %q", tt.text, got, err, tt.want, tt.fault)
		}
	}
}

func TestCheckDomainsNamesEach(t *testing.T) {
	t.Parallel()
	faults := admission.CheckDomains([]string{"example.com", "bad domain", "*.x.example", "a@b.example"})
	if len(faults) != 2 || faults[0].Name != "allowedDomains" || !strings.Contains(faults[1].Message, `"a@b.example"`) {
		t.Errorf("%+v", faults)
	}
	if faults := admission.CheckDomains(make([]string, 1001)); len(faults) != 1 {
		t.Errorf("%d faults of too many domains", len(faults))
	}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	type decided struct {
		Admitted bool
		Rule     string
		Account  proof.Account
		Reason   string // a part
	}
	some := []string{"example.com", "*.corp.example", "bücher.example"}
	for _, tt := range []struct {
		name    string
		domains []string
		signUp  bool
		person  admission.Person
		want    decided
	}{
		{
			"any domain", nil, true,
			admission.Person{Email: "a@b.example", Trust: admission.Verified},
			decided{true, "every domain is allowed", proof.AccountCreated, "Self-service sign-up makes"},
		},
		{
			"known", some, false,
			admission.Person{Email: "a@example.com", Trust: admission.Verified, Known: true},
			decided{true, "allowed domain example.com", proof.AccountExisting, "knows"},
		},
		{
			"upper case and a final dot", some, true,
			admission.Person{Email: "A@EXAMPLE.com.", Trust: admission.Verified},
			decided{true, "allowed domain example.com", proof.AccountCreated, ""},
		},
		{
			"unknown without sign-up", some, false,
			admission.Person{Email: "a@example.com", Trust: admission.Verified},
			decided{true, "allowed domain example.com", proof.AccountRefused, "is off"},
		},
		{
			"a subdomain", some, true,
			admission.Person{Email: "a@eu.corp.example", Trust: admission.Verified},
			decided{true, "allowed domain *.corp.example", proof.AccountCreated, ""},
		},
		{
			"deep below", some, true,
			admission.Person{Email: "a@x.eu.corp.example", Trust: admission.Verified},
			decided{true, "allowed domain *.corp.example", proof.AccountCreated, ""},
		},
		{
			"the domain of a wildcard itself", some, true,
			admission.Person{Email: "a@corp.example"},
			decided{false, "the address is not in an allowed domain", proof.AccountRefused, "not for corp.example itself"},
		},
		{
			"a subdomain of an exact one", some, true,
			admission.Person{Email: "a@eu.example.com"},
			decided{false, "the address is not in an allowed domain", proof.AccountRefused, "*.example.com would allow it"},
		},
		{
			"a domain that ends alike", some, true,
			admission.Person{Email: "a@evilexample.com"},
			decided{false, "the address is not in an allowed domain", proof.AccountRefused, "not among"},
		},
		{
			"a wildcard that ends alike", some, true,
			admission.Person{Email: "a@evilcorp.example"},
			decided{false, "the address is not in an allowed domain", proof.AccountRefused, "not among"},
		},
		{
			"an internationalised name as ASCII", some, true,
			admission.Person{Email: "a@xn--bcher-kva.example", Trust: admission.Verified},
			decided{true, "allowed domain xn--bcher-kva.example", proof.AccountCreated, ""},
		},
		{"letters that look alike", some, true, admission.Person{Email: "a@exаmple.com"}, // a Cyrillic а
			decided{false, "the address is not in an allowed domain", proof.AccountRefused, "xn--"}},
		{
			"two signs at", some, true,
			admission.Person{Email: "a@evil.example@example.com"},
			decided{false, "the e-mail address is not valid", proof.AccountRefused, ""},
		},
		{
			"a quoted name", some, true,
			admission.Person{Email: `"a@evil.example"@example.com`},
			decided{false, "the e-mail address is not valid", proof.AccountRefused, ""},
		},
		{
			"a line break", some, true,
			admission.Person{Email: "a@evil.example\n@example.com"},
			decided{false, "the e-mail address is not valid", proof.AccountRefused, ""},
		},
		{
			"a guest of Entra", some, true,
			admission.Person{Email: "a_example.com#EXT#@contoso.onmicrosoft.com"},
			decided{false, "the address is not in an allowed domain", proof.AccountRefused, "contoso.onmicrosoft.com"},
		},
		{
			"no address", some, true,
			admission.Person{},
			decided{false, "there is no e-mail address", proof.AccountRefused, "no e-mail address"},
		},
		{
			"no address, any domain", nil, true,
			admission.Person{},
			decided{true, "every domain is allowed", proof.AccountCreated, "no e-mail address"},
		},
		{
			"not verified", some, true,
			admission.Person{Email: "a@example.com", Trust: admission.Unverified},
			decided{true, "allowed domain example.com", proof.AccountCreated, "has not verified"},
		},
		{
			"nobody says", some, true,
			admission.Person{Email: "a@example.com", Trust: admission.Unknown},
			decided{true, "allowed domain example.com", proof.AccountCreated, "does not say"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := admission.Rules{AllowedDomains: tt.domains, SelfServiceSignUp: tt.signUp}.Decide(tt.person)
			got := decided{d.Admitted, d.Rule, d.Account, tt.want.Reason}
			if diff := cmp.Diff(tt.want, got); diff != "" || !strings.Contains(d.Reason, tt.want.Reason) {
				t.Errorf("%s\nreason %q", diff, d.Reason)
			}
		})
	}
}

// FuzzDecide: whoever is admitted has an address in an allowed domain, however
// it is written.
func FuzzDecide(f *testing.F) {
	for _, seed := range []string{"a@example.com", "a@EXAMPLE.COM.", "a@x.corp.example", "a@b@example.com", "a@example.com\x00", "@", "a@例え。テスト"} {
		f.Add(seed)
	}
	rules := admission.Rules{AllowedDomains: []string{"example.com", "*.corp.example"}, SelfServiceSignUp: true}
	f.Fuzz(func(t *testing.T, email string) {
		if !rules.Decide(admission.Person{Email: email}).Admitted {
			return
		}
		normal, err := admission.NormalizeEmail(email)
		if err != nil || strings.Count(normal, "@") != 1 ||
			!strings.HasSuffix(normal, "@example.com") && !strings.HasSuffix(normal, ".corp.example") {
			t.Errorf("%q was admitted as %q, %v", email, normal, err)
		}
	})
}
