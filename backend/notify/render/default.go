package render

// Default returns the template that a kind starts with and that "reset to default"
// brings back. It is an ordinary template: everything in it can be written in the
// editor as well.
func Default(kind Kind) Template {
	t := Template{Subject: "%action-name%: a message is waiting for you", HTML: frame(notificationBody)}
	if kind == PasswordReset {
		t = Template{Subject: "Your new password for %vault-name%", HTML: frame(resetBody)}
	}
	t.Text = TextOf(t.HTML)
	return t
}

// frame is what both have in common: a column that mail clients of all ages keep, and
// colours for the dark.
func frame(body string) string {
	return `<style>
body { margin: 0; padding: 0; background-color: #f3f4f6; color: #1f2430; font-family: 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 24px }
.page { background-color: #f3f4f6; width: 100% }
.card { background-color: #ffffff; width: 100%; max-width: 560px; border-radius: 8px }
.card td.in { padding: 32px; text-align: left }
h1 { margin: 0 0 16px 0; font-size: 22px; line-height: 28px; font-weight: 600; color: #1f2430 }
p { margin: 0 0 16px 0 }
.said { padding: 12px 16px; background-color: #f3f4f6; border-left: 4px solid #2f6f6b }
.code { padding: 12px 16px; background-color: #f3f4f6; font-family: Consolas, Menlo, monospace; font-size: 18px }
.button { display: inline-block; padding: 12px 20px; border-radius: 6px; background-color: #2f6f6b; color: #ffffff; text-decoration: none; font-weight: 600 }
.plain { color: #2f6f6b }
.small { margin: 0; font-size: 13px; line-height: 20px; color: #5b6270 }
@media (prefers-color-scheme: dark) {
  body, .page { background-color: #16181d; color: #eceef2 }
  .card { background-color: #22252c }
  h1 { color: #eceef2 }
  .said, .code { background-color: #16181d }
  .button { background-color: #7cc4be; color: #10201f }
  .plain { color: #7cc4be }
  .small { color: #a6adba }
}
@media (max-width: 480px) {
  .card td.in { padding: 20px }
}
</style>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td align="center" style="padding: 24px 12px">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td class="in">
` + body + `
</td></tr></tbody></table>
</td></tr></tbody></table>
`
}

const notificationBody = `<h1>%action-name%</h1>
<p>Hello %person-name%,</p>
<p>a message is waiting for you:</p>
<p class="said">%action-message%</p>
<p><a class="button" href="%action-link%">Open the message</a></p>
<p class="small">The button leads to your messages. Everything else is in the <a class="plain" href="%store-link%">portal</a>. Sent by %deployment-name% on %sent-at%.</p>`

const resetBody = `<h1>Your new password</h1>
<p>Hello %person-name%,</p>
<p>an owner of %vault-name% has asked for a new password for you. It works once, until %expires-at%:</p>
<p class="code">%generated-password%</p>
<p>After you have signed in with it, choose a password of your own.</p>
<p class="small">This mail went to %person-email%. If you did not expect it, tell the owner of the vault.</p>`
