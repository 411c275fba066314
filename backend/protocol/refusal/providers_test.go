package refusal_test

import (
	"strings"

	"patchbay/backend/protocol/refusal"
)

// entraExamples hold every number of the facts.
func entraExamples() []example {
	numbers := map[string]string{
		"entra_reply_url": "50011", "entra_reply_url_scheme": "500117", "entra_no_reply_url": "900971",
		"entra_application": "700016 700011", "entra_misconfigured": "650056 65005",
		"entra_secret": "7000215", "entra_secret_expired": "7000222", "entra_secret_needed": "7000218", "entra_public": "700025",
		"entra_pkce": "50147 501481 501491", "entra_code_used": "54005", "entra_code_tenant": "700005", "entra_single_tenant": "50194",
		"entra_person": "50020 50034 51004 16000 500208", "entra_not_assigned": "50105", "entra_consent": "65001 65004 90094 90095",
		"entra_scope": "70011 28002", "entra_response_type": "700054",
		"entra_conditional_access": "53000 53001 53002 53003 53004 50131 530035", "entra_multi_factor": "50076 50079 50074",
		"entra_tenant":       "90002 90019 50059",
		"entra_saml_request": "75005", "entra_saml_missing": "750054", "entra_saml_destination": "75008", "entra_saml_context": "75011",
		"entra_saml_nameid": "75016", "entra_saml_binding": "75003", "entra_saml_sign": "76021", "entra_saml_old": "76026", "entra_saml_id": "7500529",
		"entra_nameid_source": "501241", "entra_signing_key": "50146 50003", "entra_query_long": "90015",
		"entra_password": "50126 50056 50064", "entra_password_expired": "50055 50144 50132 50133", "entra_locked": "50053", "entra_disabled": "50057",
		"entra_no_session": "50058", "entra_tenant_restrictions": "50002 500021 500022 500212 500213", "entra_on_premises": "80001 80014",
		"entra_application_disabled": "70001", "entra_resource": "500011 650057", "entra_cloud": "90038", "entra_request": "900144 9002313",
		"entra_saml_property": "900236", "entra_loop": "50196", "entra_busy": "90033",
		"entra": "99999",
	}
	examples := []example{
		saml(said("entra_reply_url_saml", refusal.ProviderPage, "", "AADSTS50011: The reply URL does not match.")),
		saml(said("entra_identifier", refusal.ProviderPage, "", "AADSTS700016: Application was not found in the directory.")),
		{"entra_secret", refusal.Said{Place: refusal.TokenEndpoint, HTTPStatus: 401, Body: `{"error":"invalid_client","error_codes":[7000215],"trace_id":"t"}`}},
	}
	for want, list := range numbers {
		for _, number := range strings.Fields(list) {
			examples = append(examples, said(want, refusal.Authorization, "invalid_request", "AADSTS"+number+": Words that change."))
		}
	}
	return examples
}

// providerExamples are the words of all others.
func providerExamples() []example {
	const page, token, callback = refusal.ProviderPage, refusal.TokenEndpoint, refusal.Authorization
	return []example{
		by("google", said("google_redirect_uri", page, "redirect_uri_mismatch", "Error 400: redirect_uri_mismatch")),
		said("google_client", page, "invalid_client", "The OAuth client was not found."),
		said("google_client_deleted", page, "deleted_client", "The OAuth client was deleted."),
		said("google_internal", page, "org_internal", ""),
		said("google_verification", page, "access_denied", "Desk has not completed the Google verification process."),
		said("google_admin_policy", page, "admin_policy_enforced", ""),
		said("google_web_view", page, "disallowed_useragent", ""),
		by("google", said("google_grant", token, "invalid_grant", "Bad Request")),
		said("google_saml_app", page, "app_not_configured", ""),
		said("google_saml_person", page, "app_not_configured_for_user", ""),
		said("google_saml_off", page, "app_not_enabled_for_user", ""),
		said("google_saml_mapping", page, "saml_invalid_user_id_mapping", ""),
		said("google_saml_entity", page, "saml_invalid_sp_id", ""),

		said("okta_redirect_uri", page, "", "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings"),
		said("okta_not_assigned", callback, "access_denied", "User is not assigned to the client application."),
		said("okta_policy", callback, "access_denied", "Policy evaluation failed for this request, please check the policy configurations."),
		said("okta_scope", callback, "invalid_scope", "One or more scopes are not configured for the authorization server resource."),
		said("okta_secret", token, "invalid_client", "The client secret supplied for a confidential client is invalid."),
		said("okta_redirect_uri_code", token, "mismatched_redirect_uri", ""),
		by("okta", said("okta_pkce", token, "invalid_grant", "PKCE verification failed.")),

		said("keycloak_redirect_uri", page, "", "We are sorry...\nInvalid parameter: redirect_uri"),
		said("keycloak_client", page, "", "We are sorry...\nClient not found."),
		said("keycloak_https", page, "", "HTTPS required"),
		said("keycloak_secret", token, "unauthorized_client", "Invalid client or Invalid client credentials"),
		said("keycloak_code", token, "invalid_grant", "Code not valid"),
		said("keycloak_redirect_uri_exchange", token, "invalid_grant", "Incorrect redirect_uri"),
		by("keycloak", said("keycloak_pkce", token, "invalid_grant", "PKCE verification failed")),
		by("keycloak", saml(said("keycloak_saml", page, "", "Invalid requester"))),
		by("keycloak", saml(said("keycloak_saml", page, "", "We are sorry...\nInvalid Request"))),
		said("keycloak_broker", page, "", "Unexpected error when authenticating with identity provider"),

		said("oidcprovider_redirect_uri", page, "invalid_redirect_uri", "redirect_uri did not match any of the client's registered redirect_uris"),
		said("oidcprovider_client", page, "invalid_client", "client is invalid"),
		said("oidcprovider_pkce", callback, "invalid_request", "Authorization Server policy requires PKCE to be used for this request"),
		said("oidcprovider_secret", token, "invalid_client", "client authentication failed"),
		said("oidcprovider_grant", token, "invalid_grant", "grant request is invalid"),
		said("auth_method", token, "invalid_client", "The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_post', however the OAuth 2.0 client registration does not allow this method."),

		said("auth0_redirect_uri", page, "", "Callback URL mismatch.\nThe provided redirect_uri is not in the list of allowed callback URLs."),
		said("auth0_grant", token, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client."),
		said("auth0_audience", callback, "access_denied", "Service not enabled within domain: https://api.example.com"),
		by("github", said("github_redirect_uri", callback, "redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application.")),
		said("github_suspended", callback, "application_suspended", ""),
		{"github_code", refusal.Said{Place: token, HTTPStatus: 200, Body: "error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired."}},
		{"github_secret", refusal.Said{Place: token, HTTPStatus: 200, Body: `{"error":"incorrect_client_credentials"}`}},
		said("github_email", token, "unverified_user_email", ""),
		said("gitlab_redirect_uri", page, "", "An error has occurred\nThe redirect URI included is not valid."),
		by("gitlab", said("gitlab_scope", callback, "invalid_scope", "")),
		said("linkedin_scope", callback, "unauthorized_scope_error", ""),
		said("linkedin_scope_words", callback, "unauthorized_scope_error", `Scope "r_emailaddress" is not authorized for your application`),
		said("linkedin_cancelled", callback, "user_cancelled_login", ""),
		by("apple", said("apple_client", token, "invalid_client", "")),
		said("apple_redirect_uri", page, "invalid_request", "Invalid web redirect url."),
		said("apple_cancelled", callback, "user_cancelled_authorize", ""),

		said("adfs_nameid", page, "", "MSIS7070: The SAML request contained a NameIDPolicy that was not satisfied by the issued token."),
		said("adfs_redirect_uri", page, "", "MSIS9224: Received invalid OAuth authorization request."),
		said("adfs_client", page, "", "MSIS9223: Received invalid OAuth authorization request."),
		saml(said("adfs_acs", page, "", "MSIS3200: No AssertionConsumerService is configured on the relying party trust.")),
		said("adfs_loop", page, "", "MSIS7042: The same client browser session has made '6' requests in the last '1' seconds."),
		said("adfs_signature", page, "", "MSIS0038: SAML Message has wrong signature."),
		said("adfs_algorithm", page, "", "SAML request is not signed with expected signature algorithm."),
		said("adfs", page, "", "MSIS9999: Something else."),
		said("adfs_secret", token, "invalid_client", "MSIS9622: Client authentication failed. Please verify the credential provided for client authentication is valid."),
		said("adfs_code", token, "invalid_grant", "MSIS9247: Received invalid OAuth access token request. The authorization code is invalid."),
		said("adfs_permission", callback, "unauthorized_client", "MSIS9321: Received invalid OAuth request. The client 'desk' is forbidden to access the resource 'x'."),
		said("adfs_resource", callback, "invalid_resource", "MSIS9602: The received 'resource' parameter is invalid."),
		saml(said("adfs_unsigned", page, "", "MSIS1016: Relying party trust indicates that authentication requests will be signed but no signature present.")),
		saml(said("adfs_context", page, "", "MSIS7102: Requested Authentication Method is not supported on the STS.")),
	}
}

func statusExamples() []example {
	const urn = "urn:oasis:names:tc:SAML:2.0:status:"
	var examples []example
	for second, want := range map[string]string{
		"InvalidNameIDPolicy": "saml_nameid_policy", "NoAuthnContext": "saml_context", "AuthnFailed": "saml_person", "UnknownPrincipal": "saml_person",
		"RequestDenied": "saml_denied", "RequestUnsupported": "saml_unsupported", "UnsupportedBinding": "saml_unsupported", "NoPassive": "saml_passive",
		"PartialLogout": "saml_partial_logout", "NoAvailableIDP": "saml_broker", "NoSupportedIDP": "saml_broker", "ProxyCountExceeded": "saml_broker",
	} {
		for _, top := range []string{"Requester", "Responder"} {
			examples = append(examples, saml(example{want, refusal.Said{Place: refusal.SAMLStatus, Code: urn + top, Second: urn + second}}))
		}
	}
	for top, want := range map[string]string{"Requester": "saml_requester", "Responder": "saml_responder", "VersionMismatch": "saml_version"} {
		examples = append(examples,
			saml(said(want, refusal.SAMLStatus, urn+top, "Words.")),
			saml(said(want, refusal.SAMLStatus, top, "")))
	}
	return examples
}

func browserExamples() []example {
	page := func(want, words string) example { return said(want, refusal.ProviderPage, "", words) }
	return []example{
		page("browser_loopback", "This site can’t be reached\n127.0.0.1 refused to connect.\nERR_CONNECTION_REFUSED"),
		page("browser_name", "This site can’t be reached\nDNS_PROBE_FINISHED_NXDOMAIN"),
		page("browser_certificate", "Your connection is not private\nNET::ERR_CERT_AUTHORITY_INVALID"),
		page("browser_form", "The information you’re about to submit is not secure"),
		page("browser_loop", "This page isn’t working\nERR_TOO_MANY_REDIRECTS"),
	}
}
