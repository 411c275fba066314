// Runs a SAML 2.0 identity provider for the tests, on loopback:
//
//   node provider.js SETTINGS
//
// SETTINGS is a JSON file with address, certificate, key and people, and with
// what the provider is like: signAssertion, signResponse, lifetime in seconds,
// encryptFor (a certificate), encryption (an algorithm), requests (a
// certificate: requests must be signed with its key), nameIdFormat, and error
// (code and description), which it answers everyone with.
//
// /metadata is its metadata; /sso takes a request by GET or POST and lists the
// people, each of them a button.

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import samlp from 'samlp';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const [host, port] = settings.address.split(':');
const entity = `http://${settings.address}/metadata`;
const mostBytes = 1 << 20; // of a form

const escape = (text) =>
  String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const hidden = (name, value) =>
  value ? `<input type="hidden" name="${name}" value="${escape(value)}">` : '';

function form(req) {
  return new Promise((resolve, reject) => {
    let text = '';
    req.on('error', reject);
    req.on('data', (chunk) => {
      text += chunk;
      if (text.length > mostBytes) req.destroy();
    });
    req.on('end', () => resolve(Object.fromEntries(new URLSearchParams(text))));
  });
}

// parse reads a request; a signature is verified where there is one.
const parse = (req) =>
  new Promise((resolve, reject) => {
    const options = isSigned(req) ? { signingCert: settings.requests } : {};
    samlp.parseRequest(req, options, (err, data) => (err ? reject(err) : resolve(data)));
  });

const isSigned = (req) =>
  Boolean(req.query.Signature) ||
  Buffer.from(req.body.SAMLRequest ?? '', 'base64').includes('SignatureValue');

// choose shows the people to whoever came with a request.
async function choose(req, res) {
  const request = await parse(req);
  if (!request) return page(res, 400, 'No SAMLRequest came.');
  const values = { ...req.query, ...req.body };
  const fields =
    hidden('acs', request.assertionConsumerServiceURL) +
    hidden('id', request.id) +
    hidden('issuer', request.issuer) +
    hidden('relayState', values.RelayState);
  if (settings.error) return refuse(res, request, values.RelayState, settings.error);
  if (settings.requests && !isSigned(req)) {
    return refuse(res, request, values.RelayState, {
      code: 'urn:oasis:names:tc:SAML:2.0:status:Requester',
      description: 'The request is not signed.',
    });
  }
  const buttons = settings.people.map(
    (person) => `<p><button name="person" value="${escape(person.id)}">${escape(person.name)}</button></p>`,
  );
  page(
    res,
    200,
    `<h1>Who are you?</h1><form method="post" action="/person">${fields}${buttons.join('')}</form>`,
  );
}

function refuse(res, request, relayState, error) {
  const shim = { set: () => {}, send: (text) => page(res, 200, text) };
  samlp.sendError({
    issuer: entity,
    error,
    inResponseTo: request.id,
    destination: request.assertionConsumerServiceURL,
    RelayState: relayState,
    getPostURL: (_req, done) => done(null, request.assertionConsumerServiceURL),
  })({}, shim, (err) => page(res, 500, escape(err.message)));
}

// answer signs the chosen person in.
function answer(req, res) {
  const { acs, id, issuer, relayState, person } = req.body;
  const user = settings.people.find((one) => one.id === person);
  if (!user) return page(res, 400, 'Nobody was chosen.');
  samlp.getSamlResponse(
    {
      issuer: entity,
      cert: settings.certificate,
      key: settings.key,
      signatureAlgorithm: 'rsa-sha256',
      digestAlgorithm: 'sha256',
      signAssertion: settings.signAssertion,
      signResponse: settings.signResponse,
      lifetimeInSeconds: settings.lifetime || 300,
      audience: settings.audience || issuer,
      recipient: acs,
      destination: acs,
      inResponseTo: id,
      sessionIndex: '_session',
      nameIdentifierFormat: settings.nameIdFormat,
      profileMapper: () => mapper(user),
      ...encryption(),
    },
    user,
    (err, response) => {
      if (err) return page(res, 500, escape(err.message));
      const fields = hidden('SAMLResponse', Buffer.from(response).toString('base64')) + hidden('RelayState', relayState);
      page(
        res,
        200,
        `<form method="post" action="${escape(acs)}">${fields}<noscript><button>Continue</button></noscript></form>` +
          '<script>document.forms[0].submit()</script>',
      );
    },
  );
}

function encryption() {
  if (!settings.encryptFor) return {};
  return {
    encryptionCert: settings.encryptFor,
    encryptionPublicKey: new X509Certificate(settings.encryptFor).publicKey.export({ type: 'spki', format: 'pem' }),
    ...(settings.encryption && {
      encryptionAlgorithm: settings.encryption,
      disallowEncryptionWithInsecureAlgorithm: false,
      warnOnInsecureEncryptionAlgorithm: false,
    }),
  };
}

const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

const mapper = (user) => ({
  getClaims: () => ({
    ...(user.email && { [`${claims}emailaddress`]: user.email }),
    [`${claims}name`]: user.name,
    ...(user.groups && { 'http://schemas.xmlsoap.org/claims/Group': user.groups }),
  }),
  getNameIdentifier: () => ({ nameIdentifier: user.id }),
});

function page(res, status, body) {
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  res.end(`<!doctype html><title>Sign in</title>${body}`);
}

function metadata(res) {
  const certificate = settings.certificate.replace(/-----[^-]+-----|\s/g, '');
  const services = ['Redirect', 'POST'].map(
    (binding) =>
      `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" Location="http://${settings.address}/sso"/>`,
  );
  res.writeHead(200, { 'content-type': 'application/samlmetadata+xml' });
  res.end(
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entity}">` +
      `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"${settings.requests ? ' WantAuthnRequestsSigned="true"' : ''}>` +
      '<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>' +
      `<X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>${services.join('')}` +
      '</IDPSSODescriptor></EntityDescriptor>',
  );
}

const routes = { '/metadata': (_req, res) => metadata(res), '/sso': choose, '/person': answer };

createServer(async (req, res) => {
  try {
    const url = new URL(req.url, `http://${settings.address}`);
    req.query = Object.fromEntries(url.searchParams);
    req.body = req.method === 'POST' ? await form(req) : {};
    const route = routes[url.pathname];
    if (!route) return page(res, 404, 'There is nothing here.');
    await route(req, res);
  } catch (err) {
    console.error(err);
    page(res, 400, escape(err.message ?? err));
  }
}).listen(Number(port), host);
