package refusal

import (
	"net/http"

	"patchbay/backend/protocol/signin"
)

// unknown is what is left to say of words that no rule knows.
func unknown(place Place, status int, r reading) rule {
	if r.html {
		return rule{
			name: "html", code: signin.CodeResponseInvalid,
			cause:  "A web page was answered where data was expected: the address is wrong, or a sign-in page, a proxy or a firewall answered instead of the provider.",
			remedy: "Compare the provider's addresses with its documentation, and open the address in a browser on this computer.",
			fields: addressesAt(place),
		}
	}
	switch place {
	case TokenEndpoint, UserInfo, Discovery:
		return unknownAnswer(place, status, r)
	case SAMLStatus:
		return rule{
			name: "status_unknown", code: signin.CodeRefused,
			cause:  "The provider answered with a status that is not Success, and gives no reason that is known.",
			remedy: "Read the provider's words, and look for the time and the request ID in the provider's log.",
		}
	case ProviderPage:
		return rule{
			name: "page_unknown", code: signin.CodeRefused,
			cause: "Nothing in this text is known as an error of a provider.",
			remedy: "Paste the whole text of the page, or the address from the address bar. If the page shows a code, look it up in the provider's documentation. " +
				"The usual causes are a callback URL that is not registered ({redirect}), {client} not being known, and a person who may not use the application.",
		}
	default:
		return rule{
			name: "refused", code: signin.CodeRefused,
			cause:  "The provider refused the sign-in.",
			remedy: "Read the provider's words, and look for the time of the attempt in the provider's log.",
		}
	}
}

// unknownAnswer is the refusal of an endpoint.
func unknownAnswer(place Place, status int, r reading) rule {
	switch {
	case place == Discovery:
		return rule{
			name: "discovery_refused", code: signin.CodeResponseInvalid,
			cause:  "The provider did not hand out its description.",
			remedy: "Compare the address with the provider's documentation, letter by letter.",
			fields: addressesAt(place),
		}
	case place == UserInfo:
		return rule{
			name: "userinfo_refused", code: signin.CodeCheckFailed,
			cause:  "The provider refused to tell who has signed in.",
			remedy: "Read the provider's words. Check the user-info address, and that the scopes allow it to be read.",
			fields: []string{"userInfoUrl", "scopes"},
		}
	case status == http.StatusOK && r.code != "":
		return errorWithSuccess()
	}
	return rule{
		name: "token_refused", code: signin.CodeCheckFailed,
		cause:  "The provider's token endpoint refused to exchange the code.",
		remedy: "Read the provider's words. Check the client ID and the client secret, and look into the provider's log.",
		fields: []string{"clientId", "clientSecret"},
	}
}

// errorWithSuccess is a refusal that hides behind the status 200.
func errorWithSuccess() rule {
	return rule{
		name: "error_with_success", code: signin.CodeCheckFailed,
		cause:  "The token endpoint refused, though it says so with the status of success.",
		remedy: "Read the provider's words. Check the client ID and the client secret, and begin a new attempt.",
		fields: []string{"clientId", "clientSecret"},
	}
}

func addressesAt(place Place) []string {
	switch place {
	case TokenEndpoint:
		return []string{"tokenUrl"}
	case UserInfo:
		return []string{"userInfoUrl"}
	case Discovery:
		return []string{"issuer", "metadataUrl"}
	default:
		return []string{"authUrl"}
	}
}
