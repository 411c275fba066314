package render

import "strings"

// Sample is a set of values to preview a template with.
type Sample struct {
	Name   string // what an editor offers
	Values Values // of the placeholders of all kinds
}

// Samples returns people and messages as they come: an ordinary one, and those that
// templates break on.
func Samples() []Sample {
	return []Sample{
		{"An ordinary person", sample(nil)},
		{"Long names", sample(Values{
			"person-name":      "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert Blaine Maximilian Alexander",
			"person-user-name": strings.Repeat("hubert.blaine.", 6) + "wolfeschlegelstein",
			"person-email":     "hubert.blaine.wolfeschlegelsteinhausenbergerdorff@correspondence.example.com",
			"action-name":      "Approve the transaction that orders replacement equipment for the whole department",
			"action-message":   strings.Repeat("Please approve the order, which holds a keyboard, a mouse and a screen. ", 20) + "\n\nThank you.",
		})},
		{"Right to left", sample(Values{
			"person-name":    "נועה כהן־לוי",
			"action-name":    "אישור עסקה",
			"action-message": "يرجى الموافقة على الطلب رقم 4711 (A-12).",
		})},
		{"Markup in values", sample(Values{
			"person-name":    "<script>alert(1)</script>",
			"action-message": "<img src=x onerror=alert(1)> & \"quotes\" %person-email% {{7*7}} ${7*7}\r\nBcc: someone@example.com",
			"action-name":    "Approve\r\nBcc: someone@example.com",
			"action-link":    "javascript:alert(1)",
			"expires-at":     "</style><svg onload=alert(1)>",
		})},
		{"Missing values", sample(Values{"person-name": "", "person-user-name": "", "action-link": "", "action-message": "", "generated-password": "", "expires-at": ""})},
		{"Emoji", sample(Values{
			"person-name":    "Zoë 👩🏽‍🚀 O’Brien",
			"action-message": "🎉 Order 4711 is ready 👨‍👩‍👧‍👦 – pick it up at desk 3️⃣",
		})},
		{"A link of 300 characters", sample(Values{"action-link": longLink(300)})},
	}
}

func longLink(length int) string {
	link := "https://portal.example.com/messages?return="
	return link + strings.Repeat("a1b2c3d4e5", length)[:length-len(link)]
}

// sample is the ordinary person with some values changed.
func sample(changed Values) Values {
	values := Values{}
	for _, kind := range []Kind{Notification, PasswordReset} {
		for _, p := range Placeholders(kind) {
			values[p.Name] = p.Sample
		}
	}
	for name, value := range changed {
		values[name] = value
	}
	return values
}
