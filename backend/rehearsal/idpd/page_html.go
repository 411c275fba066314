package idpd

// pageHTML is every page that the server shows.
const pageHTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal sign-in</title>
<style nonce="{{.Nonce}}">
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f5f7, #16181d); color: light-dark(#1c2027, #e8eaee); }
main { box-sizing: border-box; width: min(28rem, 100vw); padding: 2rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
p { margin: .25rem 0 1rem; color: light-dark(#4d5666, #aab1bd); overflow-wrap: anywhere; }
form { display: grid; gap: .5rem; }
button { font: inherit; text-align: left; padding: .7rem 1rem; border: 1px solid light-dark(#c6ccd6, #3a404b); border-radius: .5rem; background: light-dark(#fff, #20242b); color: inherit; cursor: pointer; }
button:hover, button:focus-visible { border-color: light-dark(#2257c5, #8ab0ff); outline: 2px solid light-dark(#2257c5, #8ab0ff); outline-offset: 1px; }
button strong, button span { display: block; }
button span { color: light-dark(#4d5666, #aab1bd); font-size: .9rem; }
textarea { font: .85rem/1.4 ui-monospace, monospace; box-sizing: border-box; width: 100%; }
code { font-size: 1rem; }
</style>
</head>
<body>
<main>
{{- if .Refusal}}
<h1>Sign-in is not possible</h1>
<p role="alert">Error: <code>{{.Refusal.Code}}</code></p>
<p>{{.Refusal.Text}}</p>
{{- else if .Forward}}
<h1>Signed in</h1>
<p>The browser carries the answer back.</p>
<form method="post" action="{{.Action}}">
{{- range .Fields}}
<input type="hidden" name="{{.Name}}" value="{{.Value}}">
{{- end}}
<button type="submit"><strong>Go on</strong></button>
</form>
<script nonce="{{.Nonce}}">document.forms[0].submit()</script>
{{- else if .People}}
<h1>Rehearsal sign-in</h1>
<p>Choose who signs in to {{.Target}}. These people exist on this machine only, and have no passwords.</p>
<form method="post" action="{{.Action}}">
{{- range .Fields}}
<input type="hidden" name="{{.Name}}" value="{{.Value}}">
{{- end}}
{{- $hint := .Hint}}
{{- range .People}}
<button type="submit" name="rehearsal_person" value="{{.ID}}"{{if eq .ID $hint}} autofocus{{end}}><strong>{{.Name}}</strong><span>{{if .Email}}{{.Email}}{{else}}no e-mail address{{end}}</span><span>{{.Lesson}}</span></button>
{{- end}}
<button type="submit" name="rehearsal_person" value="nobody"><strong>Refuse</strong><span>The provider answers that the sign-in was denied</span></button>
</form>
{{- else}}
<h1>Rehearsal identity provider</h1>
<p>{{.Notice}}</p>
{{- if .Registers}}
<form method="post" action="{{.Action}}">
<label for="metadata">Metadata of a SAML service provider. With an encryption key in them, its assertions are encrypted.</label>
<textarea id="metadata" name="metadata" rows="8" required></textarea>
<button type="submit"><strong>Register</strong></button>
</form>
{{- end}}
{{- end}}
</main>
</body>
</html>
`
