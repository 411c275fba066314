package workbench

import "patchbay/backend/notify/render"

// Show shows the HTML of a caught message as a mail program would, without what it
// must not do or load. Without HTML it shows nothing. The mode is one of [render.Mode].
func (r *Rehearsal) Show(id, mode string) (render.Shown, error) {
	caught, err := r.Message(id)
	if err != nil || caught.HTML == "" {
		return render.Shown{}, err
	}
	mail := render.Mail{HTML: caught.HTML}
	for _, image := range caught.Inline {
		mail.Inline = append(mail.Inline, render.Inline(image))
	}
	return render.Show(mail, mode), nil
}
