package provider_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/provider"
	"patchbay/backend/secret"
)

// awsExample is the secret access key that Amazon's documentation uses.
const awsExample = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

// chain is the algorithm as documented, written down a second time.
func chain(key, region string) string {
	mac := func(key []byte, text string) []byte {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	date := mac([]byte("AWS4"+key), "11111111")
	signature := mac(mac(mac(mac(date, region), "ses"), "aws4_request"), "SendRawEmail")
	return base64.StdEncoding.EncodeToString(append([]byte{4}, signature...))
}

func TestSESPassword(t *testing.T) {
	tests := map[string]string{
		"us-east-1":     "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9",
		"eu-central-1":  "BF0/eIJm0ruTHsSjOkRuOGzGF+zeSyE3aiRzrzUQ8LwG",
		"us-gov-west-1": chain(awsExample, "us-gov-west-1"),
	}
	for region, want := range tests {
		key := secret.FromString(awsExample)
		got, err := provider.SESPassword(key, region)
		if err != nil {
			t.Fatalf("%s: %v", region, err)
		}
		if string(got.Reveal()) != want || want != chain(awsExample, region) {
			t.Errorf("%s: another password than the documentation's", region)
		}
		if string(key.Reveal()) != awsExample {
			t.Errorf("%s: the key was changed", region)
		}
	}
}

func TestSESPasswordRefuses(t *testing.T) {
	tests := []struct{ key, region, want string }{
		{awsExample, "", provider.CodeRegionUnknown},
		{awsExample, "eu-central", provider.CodeRegionUnknown},
		{awsExample, "eu-central-1 ", provider.CodeRegionUnknown},
		{awsExample, "EU-CENTRAL-1", provider.CodeRegionUnknown},
		{awsExample, "eu--1", provider.CodeRegionUnknown},
		{awsExample, "eu-central-0", provider.CodeRegionUnknown},
		{awsExample, "eu-central-1.evil.com", provider.CodeRegionUnknown},
		{"", "eu-central-1", provider.CodeNotAWSSecret},
		{awsExample + "\n", "eu-central-1", provider.CodeNotAWSSecret},
		{"BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9", "eu-central-1", provider.CodeNotAWSSecret},
	}
	for _, tt := range tests {
		got, err := provider.SESPassword(secret.FromString(tt.key), tt.region)
		if !fault.HasCode(err, tt.want) || got.IsSet() {
			t.Errorf("region %q: %v, want %s", tt.region, err, tt.want)
		}
	}
}

func TestSESRegion(t *testing.T) {
	tests := map[string]string{
		"email-smtp.eu-west-1.amazonaws.com":      "eu-west-1",
		"Email-SMTP.us-gov-east-1.AmazonAWS.com.": "us-gov-east-1",
		"email-smtp.amazonaws.com":                "",
		"email-smtp..amazonaws.com":               "",
		"email-smtp.eu-west-1.amazonaws.com.evil": "",
		"x.email-smtp.eu-west-1.amazonaws.com":    "",
		"smtp.gmail.com":                          "",
		"":                                        "",
	}
	for host, want := range tests {
		got, ok := provider.SESRegion(host)
		if ok != (want != "") || got != want {
			t.Errorf("%s: %q %v, want %q", host, got, ok, want)
		}
	}
}
