package provider

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// Codes of faults of this package.
const (
	CodeRegionUnknown = "provider.region_unknown"
	CodeNotAWSSecret  = "provider.not_aws_secret"
)

// The constants of Amazon's algorithm: the date is that of its first version
// and never changes, so that a password lasts.
const (
	sesDate     = "11111111"
	sesService  = "ses"
	sesTerminal = "aws4_request"
	sesMessage  = "SendRawEmail"
	sesVersion  = 0x04
)

// SESPassword derives the SMTP password of Amazon SES for one region from the
// secret access key of an IAM user; the user name is the access key ID
// (docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html). Nothing is sent
// anywhere. It fails with CodeRegionUnknown or CodeNotAWSSecret.
func SESPassword(secretAccessKey secret.Text, region string) (secret.Text, error) {
	if !isAWSRegion(region) {
		return secret.Text{}, fault.New(fault.Invalid, CodeRegionUnknown, "this is no region of AWS").
			WithField("host", "names no region of AWS").
			WithHint("enter a host such as email-smtp.eu-central-1.amazonaws.com")
	}
	key := secretAccessKey.Reveal()
	if !isAWSSecret(key) {
		return secret.Text{}, fault.New(fault.Invalid, CodeNotAWSSecret, "this is no secret access key of AWS").
			WithField("password", "is not 40 characters of base64").
			WithHint("copy the secret access key of the IAM user again, without blanks")
	}
	signature := append([]byte("AWS4"), key...)
	for _, part := range []string{sesDate, region, sesService, sesTerminal, sesMessage} {
		next := sign(signature, part)
		clear(signature)
		signature = next
	}
	raw := append(make([]byte, 0, 1+sha256.Size), sesVersion)
	raw = append(raw, signature...)
	password := make([]byte, base64.StdEncoding.EncodedLen(len(raw)))
	base64.StdEncoding.Encode(password, raw)
	clear(signature)
	clear(raw)
	return secret.New(password), nil
}

func sign(key []byte, message string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(message))
	return mac.Sum(nil)
}
