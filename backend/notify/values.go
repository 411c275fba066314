package notify

import (
	"time"

	"patchbay/backend/notify/render"
)

// placeholder is the value of one of the person's placeholders.
func (p Person) placeholder(name string) string {
	switch name {
	case "person-name":
		return p.Name
	case "person-user-name":
		return p.UserName
	case "person-email":
		return p.Email
	}
	return ""
}

// values are what the placeholders of a mail stand for. What is empty is left out,
// so that it shows as missing.
func (p *plan) values(person Person, at time.Time) render.Values {
	values := render.Values{
		"action-message":   p.event.Message,
		"action-name":      p.action.Name,
		"action-link":      p.site.MessagesURL,
		"store-link":       p.site.PortalURL,
		"person-name":      person.Name,
		"person-user-name": person.UserName,
		"person-email":     person.Email,
		"deployment-name":  p.site.Name,
		"tenant-id":        p.site.TenantID,
		"environment":      p.site.Environment,
		"sent-at":          at.UTC().Format("2 January 2006, 15:04 UTC"),
	}
	for name, value := range values {
		if value == "" {
			delete(values, name)
		}
	}
	return values
}
