package localapi

// curlExample hands secret and token to curl through pipes: what stands in its
// arguments is shown to every user of the machine.
const curlExample = `# The authority's certificate and the client's secret. In bash and zsh it is typed
# unseen with: read -rs PATCHBAY_CLIENT_SECRET && export PATCHBAY_CLIENT_SECRET
CA={{.CAFile}}
: "${PATCHBAY_CLIENT_SECRET:?is not set}"

# 1. A token. It is valid for an hour.
TOKEN=$(printf %s "$PATCHBAY_CLIENT_SECRET" |
  curl --silent --show-error --fail-with-body --cacert "$CA" {{.Token}} \
    --data grant_type=client_credentials \
    --data-urlencode client_id={{.ClientID}} \
    --data-urlencode client_secret@- |
  sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')

# 2. Write the SMTP configuration: smtp.json holds the document, such as
#    {"host": "smtp.example.com", "port": "587", "starttls": "true", "from": "portal@example.com"}
#    In the SSMS form the address is {{.SSMS}}.
if [ -f smtp.json ]; then
  printf 'Authorization: Bearer %s\nContent-Type: application/json\n' "$TOKEN" |
    curl --silent --show-error --fail-with-body --cacert "$CA" --header @- \
      --write-out '\n' --data-binary @smtp.json {{.Write}}
else
  echo 'smtp.json is not here: nothing was written' >&2
fi

# 3. Read it.
printf 'Authorization: Bearer %s\n' "$TOKEN" |
  curl --silent --show-error --fail-with-body --cacert "$CA" --header @- \
    --write-out '\n' {{.Read}}
`
