package provider

import "slices"

// outlookDomains are the domains of personal Microsoft accounts.
func outlookDomains() []string {
	return slices.Concat(
		[]string{"msn.com", "windowslive.com", "livemail.tw"},
		under("outlook",
			"com", "at", "be", "cl", "cz", "de", "dk", "es", "fr", "hu", "ie", "in", "it", "jp", "kr", "lv", "my",
			"ph", "pt", "sa", "sg", "sk", "co.id", "co.il", "co.th", "com.ar", "com.au", "com.br", "com.gr", "com.tr", "com.vn"),
		under("hotmail",
			"com", "be", "ca", "cl", "cz", "de", "dk", "es", "fi", "fr", "gr", "hu", "it", "lt", "lv", "my", "nl", "no",
			"ph", "rs", "se", "sg", "sk", "co.id", "co.il", "co.in", "co.jp", "co.kr", "co.th", "co.uk", "co.za",
			"com.ar", "com.au", "com.br", "com.hk", "com.tr", "com.tw", "com.vn"),
		under("live",
			"com", "at", "be", "ca", "cl", "cn", "de", "dk", "fi", "fr", "hk", "ie", "in", "it", "jp", "nl", "no", "ru", "se",
			"co.jp", "co.kr", "co.uk", "co.za", "com.ar", "com.au", "com.mx", "com.my", "com.ph", "com.pt", "com.sg"),
	)
}

// under lists the domains of one name below several endings.
func under(name string, endings ...string) []string {
	domains := make([]string, len(endings))
	for i, ending := range endings {
		domains[i] = name + "." + ending
	}
	return domains
}
