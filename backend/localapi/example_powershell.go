package localapi

// powerShellExample goes below PowerShell's own commands: those trust the
// system's authorities and cannot be given another.
const powerShellExample = `#requires -Version 7.3
# The client's secret is typed unseen with: $env:PATCHBAY_CLIENT_SECRET = Read-Host -MaskInput
if (-not $env:PATCHBAY_CLIENT_SECRET) { throw 'PATCHBAY_CLIENT_SECRET is not set' }
# Trust the authority in this file and no other.
$policy = [Security.Cryptography.X509Certificates.X509ChainPolicy]::new()
$policy.TrustMode = 'CustomRootTrust'
$policy.RevocationMode = 'NoCheck'
$policy.CustomTrustStore.ImportFromPemFile((Resolve-Path -LiteralPath {{.CAFile}}).Path)
$handler = [Net.Http.SocketsHttpHandler]::new()
$handler.SslOptions.CertificateChainPolicy = $policy
$http = [Net.Http.HttpClient]::new($handler)

# 1. A token. It is valid for an hour.
$form = [Collections.Generic.Dictionary[string, string]]::new()
$form.Add('grant_type', 'client_credentials')
$form.Add('client_id', {{.ClientID}})
$form.Add('client_secret', $env:PATCHBAY_CLIENT_SECRET)
$answer = $http.PostAsync({{.Token}}, [Net.Http.FormUrlEncodedContent]::new($form)).GetAwaiter().GetResult()
$token = ($answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync().GetAwaiter().GetResult() | ConvertFrom-Json).access_token
$http.DefaultRequestHeaders.Authorization = [Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $token)

# 2. Write the SMTP configuration: smtp.json holds the document, such as
#    {"host": "smtp.example.com", "port": "587", "starttls": "true", "from": "portal@example.com"}
#    In the SSMS form the address is {{.SSMS}}.
if (Test-Path smtp.json) {
  $document = [Net.Http.StringContent]::new((Get-Content -Raw smtp.json), [Text.Encoding]::UTF8, 'application/json')
  $answer = $http.PostAsync({{.Write}}, $document).GetAwaiter().GetResult()
  $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
} else {
  Write-Warning 'smtp.json is not here: nothing was written'
}

# 3. Read it.
$http.GetStringAsync({{.Read}}).GetAwaiter().GetResult()
`
