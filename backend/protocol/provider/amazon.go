package provider

import "strings"

func amazon() []Provider {
	return []Provider{amazonSES()}
}

const sesDefaultRegion = "us-east-1"

func amazonSES() Provider {
	host := sesHost(sesDefaultRegion)
	list := append(implicitTLS(host, 465, 2465), startTLS(host, 587, 2587, 25)...)
	return Provider{
		ID: "ses", Name: "Amazon SES",
		SMTP:          withUser(list, UserOther, "the SMTP user name of the SES console, which is an access key ID"),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "SMTP password",
		Advice: "Create SMTP credentials in the SES console of the region that the host names; they work in that region only. " +
			"The password is not the secret access key, but it can be derived from it. " +
			"Verify the sending address or domain, and ask AWS to leave the sandbox: inside it only verified recipients get mail.",
		FromRule: "The From address, or its domain, is verified in the region.",
		Region:   sesDefaultRegion,
		Regions:  sesRegions(),
		Links: []Link{
			{"SMTP credentials", "https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html"},
		},
		Source: "docs.aws.amazon.com/ses; " + sourceNodemailer, Verified: verified,
		Note: "Amazon EC2 slows down port 25.",
	}
}

func sesRegions() []Region {
	regions := []Region{
		{ID: "us-east-1", Name: "US East (N. Virginia)"},
		{ID: "us-east-2", Name: "US East (Ohio)"},
		{ID: "us-west-1", Name: "US West (N. California)"},
		{ID: "us-west-2", Name: "US West (Oregon)"},
		{ID: "us-gov-east-1", Name: "AWS GovCloud (US-East)"},
		{ID: "us-gov-west-1", Name: "AWS GovCloud (US-West)"},
		{ID: "ca-central-1", Name: "Canada (Central)"},
		{ID: "sa-east-1", Name: "South America (São Paulo)"},
		{ID: "eu-central-1", Name: "Europe (Frankfurt)"},
		{ID: "eu-north-1", Name: "Europe (Stockholm)"},
		{ID: "eu-west-1", Name: "Europe (Ireland)"},
		{ID: "eu-west-2", Name: "Europe (London)"},
		{ID: "eu-west-3", Name: "Europe (Paris)"},
		{ID: "ap-south-1", Name: "Asia Pacific (Mumbai)"},
		{ID: "ap-northeast-1", Name: "Asia Pacific (Tokyo)"},
		{ID: "ap-northeast-2", Name: "Asia Pacific (Seoul)"},
		{ID: "ap-northeast-3", Name: "Asia Pacific (Osaka)"},
		{ID: "ap-southeast-1", Name: "Asia Pacific (Singapore)"},
		{ID: "ap-southeast-2", Name: "Asia Pacific (Sydney)"},
	}
	for i := range regions {
		regions[i].SMTPHost = sesHost(regions[i].ID)
	}
	return regions
}

const (
	sesHostPrefix = "email-smtp."
	sesHostSuffix = ".amazonaws.com"
)

func sesHost(region string) string { return sesHostPrefix + region + sesHostSuffix }

// SESRegion returns the region that an SMTP host of Amazon SES names, whether
// or not the region is among those known here.
func SESRegion(host string) (string, bool) {
	rest, begins := strings.CutPrefix(canonical(host), sesHostPrefix)
	region, ends := strings.CutSuffix(rest, sesHostSuffix)
	if !begins || !ends || !isAWSRegion(region) {
		return "", false
	}
	return region, true
}

// sesIn returns Amazon SES in a region, also in one opened after Verified.
func sesIn(region string) Provider {
	p := amazonSES()
	if known, ok := p.InRegion(region); ok {
		return known
	}
	p.Note = "The region " + region + " is taken from the host; it is not among the regions known here."
	p.Regions = append(p.Regions, Region{ID: region, Name: region, SMTPHost: sesHost(region), Unverified: true})
	p, _ = p.InRegion(region)
	return p
}

// isAWSRegion recognises names such as eu-central-1 and us-gov-west-1.
func isAWSRegion(region string) bool {
	parts := strings.Split(region, "-")
	if len(region) > 32 || len(parts) < 3 || len(parts[0]) != 2 {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[:last] {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz") != "" {
			return false
		}
	}
	return len(parts[last]) == 1 && parts[last] >= "1" && parts[last] <= "9"
}
