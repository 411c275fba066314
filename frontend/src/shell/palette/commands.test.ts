import { describe, expect, it } from 'vitest';
import type { Deployment, Integration } from '../../bridge/deployments';
import type { Light } from '../../bridge/light';
import { href, parseRoute } from '../../route/route';
import { commandsFor, type Situation } from './commands';
import { search } from './search';

const deployment = (id: string, name: string): Deployment => ({
  id,
  revision: 1,
  name,
  tenantId: name.toLowerCase(),
  hostname: `${name.toLowerCase()}.example.com`,
  environment: 'production',
  portalUrl: '',
  messagesUrl: '',
  notes: '',
  variables: [],
  changedAt: '',
});

const outgoing = (light: Light): Integration => ({
  kind: 'outgoing',
  title: 'Outgoing mail',
  target: '',
  light,
  summary: '',
  level: '',
  provedAt: '',
});

const acme = deployment('d1', 'Acme');
const globex = deployment('d2', 'Globex');
const usual: Situation = {
  role: 'owner',
  list: [acme, globex],
  current: acme,
  integrations: [outgoing('proved')],
  route: { page: 'outgoing' },
  unsaved: false,
  proving: false,
  rotating: false,
  theme: 'system',
};

const ids = (changes: Partial<Situation>) =>
  commandsFor({ ...usual, ...changes }).map((command) => command.id);

const mail = (id: string) =>
  /^action:(test-|edit$|provider|discover|permissions|sender|save)/.test(id);

describe('commandsFor', () => {
  it('gives every command an ID of its own, and a place to go', () => {
    const commands = commandsFor({ ...usual, unsaved: true });
    expect(new Set(commands.map((one) => one.id)).size).toBe(commands.length);
    for (const { act } of commands) {
      if (act.do === 'open') expect(parseRoute(href(act.route))).toEqual(act.route);
    }
  });

  it('offers no mail actions and no fields of a deployment without one', () => {
    const found = ids({ list: [], current: undefined, integrations: [] });
    expect(found.filter(mail)).toEqual([]);
    expect(found.filter((id) => /^field:(outgoing|mailbox|deployment):/.test(id))).toEqual([]);
    expect(found).toContain('action:add-deployment');
    expect(found).not.toContain('action:prove');
  });

  it('offers a server that is not set up to be set up, not to be tested', () => {
    const found = ids({ integrations: [outgoing('missing')] });
    expect(found.filter(mail)).toEqual(['action:edit', 'action:provider', 'action:discover']);
    expect(found).not.toContain('action:prove');
  });

  it('lets a viewer prove, and change nothing', () => {
    const found = ids({ role: 'viewer' });
    expect(found).toContain('action:test-send');
    expect(found).toContain('action:prove');
    expect(found.filter((id) => id.startsWith('field:'))).toEqual(['field:settings:theme']);
    const changing = ['edit', 'provider', 'push', 'remove', 'add-deployment', 'edit-deployment'];
    for (const id of [...changing, 'rotate']) {
      expect(found).not.toContain(`action:${id}`);
    }
  });

  it('leaves the rotation to owners', () => {
    expect(ids({ role: 'editor' })).not.toContain('action:rotate');
    expect(ids({ rotating: true })).not.toContain('action:rotate');
  });

  it('leaves operators and the recovery key to owners, and to all their own password', () => {
    for (const role of ['editor', 'viewer']) {
      expect(ids({ role })).not.toContain('action:add-operator');
      expect(ids({ role })).not.toContain('action:recovery-key');
      expect(ids({ role })).toContain('action:password');
      expect(ids({ role })).toContain('page:operators');
    }
    expect(ids({ role: 'owner' })).toContain('action:add-operator');
  });

  it.each([
    ['save', { unsaved: false }, { unsaved: true }],
    ['cancel', { unsaved: false }, { unsaved: true }],
    ['push', { integrations: [outgoing('missing')] }, {}],
    ['remove', { integrations: [outgoing('missing')] }, {}],
    ['theme-dark', { theme: 'dark' }, { theme: 'light' }],
  ] as const)('shows %s only when it does something', (id, without, having) => {
    expect(ids(without)).not.toContain(`action:${id}`);
    expect(ids(having)).toContain(`action:${id}`);
  });

  it('tests, saves and edits the mailbox that is shown', () => {
    const route = { page: 'mailbox', id: 'm1' } as const;
    const found = commandsFor({ ...usual, route, unsaved: true });
    const opened = found.filter((one) => one.act.do === 'open' && one.act.route === route);
    const done = ['test', 'save', 'cancel', 'edit', 'delete'];
    const actions = done.map((what) => `action:${what}-mailbox`);
    expect(opened.map((one) => one.id)).toEqual(expect.arrayContaining(actions));
    expect(opened.map((one) => one.id)).toContain('field:mailbox:host');
    expect(search(found, 'Test Connection', [])[0]?.hits[0]?.command.id).toBe(
      'action:test-mailbox',
    );
  });

  it('tests, checks and edits the identity provider that is shown', () => {
    const route = { page: 'identity-provider', id: 'p1' } as const;
    const found = commandsFor({ ...usual, route, unsaved: true });
    const opened = found.filter((one) => one.act.do === 'open' && one.act.route === route);
    const done = ['test', 'check', 'save', 'cancel', 'edit', 'delete'];
    const actions = done.map((what) => `action:${what}-provider`);
    expect(opened.map((one) => one.id)).toEqual(expect.arrayContaining(actions));
    expect(opened.map((one) => one.id)).toContain('field:idp:issuer');
  });

  it('tests, edits and rotates the API client that is shown', () => {
    const route = { page: 'api-client', id: 'c1' } as const;
    const found = commandsFor({ ...usual, route, unsaved: true });
    const opened = found.filter((one) => one.act.do === 'open' && one.act.route === route);
    const done = ['test', 'save', 'cancel', 'edit', 'remove'];
    const actions = done.map((what) => `action:${what}-client`);
    expect(opened.map((one) => one.id)).toEqual(expect.arrayContaining(actions));
    // A secret is not rotated in the midst of an edit.
    expect(opened.map((one) => one.id)).not.toContain('action:rotate-client');
    expect(ids({ route })).toContain('action:rotate-client');
    expect(opened.map((one) => one.id)).toContain('field:api:tokenUrl');
  });

  it('lets a viewer test an API client, and change nothing of it', () => {
    const found = ids({ role: 'viewer', route: { page: 'api-client', id: 'c1' } });
    expect(found).toContain('action:test-client');
    for (const id of ['edit-client', 'rotate-client', 'remove-client', 'add-client', 'start-api']) {
      expect(found).not.toContain(`action:${id}`);
    }
  });

  it('lets a viewer test an identity provider, and change nothing of it', () => {
    const found = ids({ role: 'viewer', route: { page: 'identity-provider', id: 'p1' } });
    expect(found).toContain('action:test-provider');
    for (const id of ['edit-provider', 'preset-provider', 'add-provider']) {
      expect(found).not.toContain(`action:${id}`);
    }
    expect(found.filter((id) => id.startsWith('field:idp:'))).toEqual([]);
  });

  it.each([
    ['Identity Provider/Single Sign On', 'page:idp'],
    ['Add New', 'action:add-provider'],
    ['Auth Type', 'field:idp:type'],
    ['Auth URL', 'field:idp:authUrl'],
    ['Sign In Message', 'field:idp:signInMessage'],
    ['Allowed Domains', 'field:idp:allowedDomains'],
    ['Call Back URL', 'field:idp:callbackUrl'],
    ['Self-service Sign-up', 'field:idp:selfServiceSignUp'],
  ])('finds %j by the name that the sources give to it', (name, id) => {
    expect(search(commandsFor(usual), name, [])[0]?.hits[0]?.command.id).toBe(id);
  });

  it('saves and removes the workflow action that is shown', () => {
    const route = { page: 'workflow-action', id: 'a1' } as const;
    const done = ['prove', 'save', 'cancel', 'edit', 'remove'].map(
      (what) => `action:${what}-action`,
    );
    expect(ids({ route, unsaved: true })).toEqual(expect.arrayContaining(done));
    expect(ids({ route })).not.toContain('action:save-action');
    expect(ids({ unsaved: true })).not.toContain('action:save-action');
  });

  it('lets a viewer rehearse an event, and change nothing of the messages', () => {
    const found = ids({ role: 'viewer', route: { page: 'workflow-action', id: 'a1' } });
    for (const id of ['rehearse-event', 'prove-action', 'unusable-people', 'prove-gateway']) {
      expect(found).toContain(`action:${id}`);
    }
    const changing = ['add-action', 'edit-action', 'edit-switches', 'add-template', 'add-person'];
    for (const id of [...changing, 'default-template', 'import-people', 'edit-gateway']) {
      expect(found).not.toContain(`action:${id}`);
    }
  });

  it('leaves the gateway and the passwords of others to owners', () => {
    for (const id of ['edit-gateway', 'reset-template', 'reset-password']) {
      expect(ids({ role: 'owner' })).toContain(`action:${id}`);
      expect(ids({ role: 'editor' })).not.toContain(`action:${id}`);
    }
  });

  it('lets a viewer test a mailbox, and no more', () => {
    const found = ids({ role: 'viewer', route: { page: 'mailbox', id: 'm1' } });
    expect(found).toContain('action:test-mailbox');
    for (const id of ['edit-mailbox', 'mailbox-password', 'add-mailbox', 'import-mailboxes']) {
      expect(found).not.toContain(`action:${id}`);
    }
  });

  it('tests all mailboxes where there are some', () => {
    const some = { ...outgoing('stale'), kind: 'mailboxes' };
    expect(ids({ integrations: [some] })).toContain('action:test-mailboxes');
    expect(ids({})).not.toContain('action:test-mailboxes');
  });

  it('cancels proving while it runs', () => {
    const acts = commandsFor({ ...usual, proving: true }).map((command) => command.act.do);
    expect(acts).toContain('cancel-proving');
    expect(acts).not.toContain('prove');
  });
});

describe('names of the source documents', () => {
  it('finds both that are called API credentials', () => {
    const [section] = search(commandsFor(usual), 'API credentials', []);
    const found = section?.hits.map((hit) => hit.command.id);
    expect(found).toEqual(expect.arrayContaining(['page:api', 'page:mailboxes']));
  });

  // What a person types who knows the other system, and where it leads.
  it.each([
    ['SMTP Server Address', 'field:outgoing:host'],
    ['SMTP HOST', 'field:outgoing:host'],
    ['SMTP Port', 'field:outgoing:port'],
    ['User ID', 'field:outgoing:user'],
    ['From Email ID', 'field:outgoing:from'],
    ['Sender Name', 'field:outgoing:fromDisplayName'],
    ['Secure', 'field:outgoing:security'],
    ['Security type', 'field:outgoing:security'],
    ['Enable TLS Encryption', 'field:outgoing:security'],
    ['starttls', 'field:outgoing:security'],
    ['Authorization Code', 'field:outgoing:password'],
    ['Enable e-mail integration', 'field:outgoing:enabled'],
    ['Requires authentication', 'field:outgoing:auth'],
    ['envelopeFrom', 'field:outgoing:envelopeFrom'],
    ['fromDisplayName', 'field:outgoing:fromDisplayName'],
    ['replyToDisplayName', 'field:outgoing:replyToDisplayName'],
    ['Test Email', 'action:test-send'],
    ['Test Connection', 'action:test-connect'],
    ['Email Server Configuration', 'page:outgoing'],
    ['E-Mail Integration', 'page:outgoing'],
    ['Enable e-mail notifications', 'page:notifications'],
    ['E-mail Template', 'page:templates'],
    ['Email Gateway', 'page:gateway'],
    ['Email Integration', 'page:mailboxes'],
    ['Use Secure Connection (HTTPS)', 'field:mailbox:secure'],
    ['Configuration Name', 'field:mailbox:name'],
    ['IMAP Port', 'field:mailbox:port'],
    ['Add a credential', 'action:add-mailbox'],
    ['Rotate Encryption Keys', 'action:rotate'],
    ['Change Password', 'action:password'],
    ['new user', 'action:add-operator'],
    ['emergency key', 'action:recovery-key'],
    ['users', 'page:operators'],
    ['profile', 'page:operator'],
    ['Open API', 'page:api'],
    ['Open API Configuration', 'page:api'],
    ['Client ID', 'field:api:clientId'],
    ['Client Secret', 'field:api:secret'],
    ['proxy', 'field:settings:proxy'],
    ['Import people', 'action:import-people'],
    ['new template', 'action:add-template'],
    ['rehearse an event', 'action:rehearse-event'],
    ['Forgotten password', 'page:gateway'],
    ['globex', 'deployment:d2'],
  ])('%s', (query, id) => {
    const [section] = search(commandsFor(usual), query, []);
    expect(section?.hits[0]?.command.id).toBe(id);
  });
});
