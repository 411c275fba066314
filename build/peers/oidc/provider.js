// Runs a certified OpenID provider for the tests, on loopback:
//
//   node provider.js SETTINGS
//
// SETTINGS is a JSON file with address, audience, scopes, opaque, clients and
// claims. With claims, the provider is one that people sign in with: access
// tokens are for its own user info, and everyone has these claims beside the name
// they enter, which is subject and e-mail address.
// Everything is kept in memory. Anyone may sign in, under the name they enter.
// Beside the provider's own endpoints there is POST /clock?ahead=SECONDS, which
// puts its clock forward: tests do not wait.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const [host, port] = settings.address.split(':');

let ahead = 0;
const now = Date.now.bind(Date);
Date.now = () => now() + ahead;

const signIn = Boolean(settings.claims);
const personal = signIn ? ['profile', 'email', 'groups'] : [];

const provider = new Provider(`http://${settings.address}`, {
  clients: settings.clients.map((client) => ({
    client_id: client.id,
    client_secret: client.secret || undefined,
    token_endpoint_auth_method: client.auth,
    application_type: 'native', // any port of the loopback redirect URI
    redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: [
      'authorization_code',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
      ...(client.secret ? ['client_credentials'] : []),
    ],
    scope: ['openid', 'offline_access', ...personal, ...settings.scopes].join(' '),
  })),
  // mail.admin is known, but no client may ask for it.
  scopes: ['openid', 'offline_access', 'mail.admin', ...personal, ...settings.scopes],
  ...(signIn && {
    claims: { profile: ['name'], email: ['email', 'email_verified'], groups: ['groups', '_claim_names', '_claim_sources'] },
    conformIdTokenClaims: false, // they are in the ID token too
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, ...settings.claims }),
    }),
  }),
  // Who signed in, as mail servers look for it.
  extraTokenClaims: (_ctx, token) =>
    token.accountId ? { upn: token.accountId, username: token.accountId } : undefined,
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    devInteractions: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => (signIn ? undefined : settings.audience),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        audience: settings.audience,
        scope: ['mail.admin', ...settings.scopes].join(' '),
        accessTokenFormat: settings.opaque ? 'opaque' : 'jwt',
        accessTokenTTL: 3600,
      }),
    },
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
});

const handle = provider.callback();
createServer((request, response) => {
  const url = new URL(request.url, `http://${settings.address}`);
  if (request.method === 'POST' && url.pathname === '/clock') {
    ahead = Number(url.searchParams.get('ahead')) * 1000;
    response.writeHead(204).end();
    return;
  }
  handle(request, response);
}).listen(Number(port), host);
