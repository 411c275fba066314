package idpd

// assertion makes a change of every assertion one of the response.
func assertion(change func(*assertionData)) func(*response) {
	return func(r *response) {
		for i := range r.assertions {
			change(&r.assertions[i])
		}
	}
}

func responseBehaviours() []behaviour {
	return []behaviour{
		{
			name: "wrong-destination", label: "Addresses the response to another URL (SAML)",
			response: func(r *response) { r.destination = otherIssuer + "/acs" },
		},
		{
			name: "two-assertions", label: "Puts two assertions into one response (SAML)",
			response: func(r *response) {
				second := r.assertions[0]
				second.id = newID()
				r.assertions = append(r.assertions, second)
			},
		},
		{name: "encrypted-to-other", label: "Encrypts the assertion to another key (SAML)", encryptsToOther: true},
		{name: "assertion-not-signed", label: "Signs the response and not the assertion (SAML)", signer: assertionUnsigned},
		{name: "response-not-signed", label: "Signs the assertion and not the response (SAML)", signer: responseUnsigned},
		{name: "certificate-expired", label: "Signs with an expired certificate (SAML)", signer: signedByExpired},
		{name: "weak-hash", label: "Signs with SHA-1 (SAML)", signer: signedWithSHA1},
		{name: "weak-key", label: "Signs with an RSA key of 1024 bits (SAML)", signer: signedByWeak},
	}
}

func assertionBehaviours() []behaviour {
	return []behaviour{
		{
			name: "name-missing", label: "Leaves the NameID out (SAML)",
			response: assertion(func(a *assertionData) { a.nameID = "" }),
		},
		{
			name: "transient-name", label: "Names the person anew at every sign-in (SAML)",
			response: assertion(func(a *assertionData) { a.nameID, a.nameIDFormat = newID(), nameIDTransient }),
		},
		{
			name: "wrong-recipient", label: "Confirms the subject for another recipient (SAML)",
			response: assertion(func(a *assertionData) { a.recipient = otherIssuer + "/acs" }),
		},
		{
			name: "confirmation-expired", label: "Confirms the subject for a time that is over (SAML)",
			response: assertion(func(a *assertionData) { a.confirmedUntil = a.instant.Add(-skew) }),
		},
	}
}
