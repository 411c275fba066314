import { describe, expect, it } from 'vitest';
import type { OutgoingServer } from '../../bridge/outgoing';
import type { Provider, ProviderOAuth2, ProviderServer } from '../../bridge/providers';
import { draftOf } from './draft';
import { applyProvider, complete, firstChoice, matching, signInsOf, warningsOf } from './provider';

const stored = { change: 'keep', value: '' };
const draft = (changes = {}) => ({
  ...draftOf({ oauth2: {} } as OutgoingServer),
  host: 'old.example.com',
  port: '2525',
  user: '',
  from: 'notify@example.com',
  ...changes,
});

const server = (changes: Partial<ProviderServer>): ProviderServer => ({
  host: 'smtp.example.net',
  port: 465,
  security: 'implicit-tls',
  user: 'address',
  fixedUser: '',
  userHint: '',
  unverified: false,
  ...changes,
});

const provider = (changes: Partial<Provider>): Provider => ({
  id: 'p',
  name: 'Provider',
  domains: [],
  smtp: [server({}), server({ port: 2587, security: 'starttls' })],
  imap: [],
  signIn: ['password'],
  passwordLabel: '',
  advice: '',
  fromRule: '',
  afterData: '',
  warnings: [],
  regions: [],
  links: [],
  source: '',
  verified: '',
  unverified: false,
  note: '',
  ...changes,
});

const endpoints: ProviderOAuth2 = {
  authUrl: 'https://login.example.net/{tenant}/authorize',
  tokenUrl: 'https://login.example.net/{tenant}/token',
  deviceUrl: 'https://login.example.net/{tenant}/devicecode',
  scopeSmtp: 'SMTP.Send offline_access',
  scopeImap: '',
  appScope: '.default',
  needsTenant: true,
  unverified: false,
};

const microsoft = provider({
  id: 'microsoft365',
  name: 'Microsoft 365',
  domains: ['office365.com'],
  signIn: ['oauth2', 'app_password'],
  oauth2: endpoints,
});

describe('signInsOf', () => {
  it('tells a person from the application', () => {
    expect(signInsOf(microsoft)).toEqual(['oauth2-person', 'oauth2-application', 'app-password']);
  });

  it('offers only a person where the application has no rights', () => {
    const oauth2 = { ...endpoints, appScope: '' };
    expect(signInsOf({ ...microsoft, oauth2 })).toEqual(['oauth2-person', 'app-password']);
  });
});

describe('applyProvider', () => {
  it('takes no typed password to another host', () => {
    const before = draft({ password: { change: 'set', value: 'of the old host' } });
    const known = provider({});
    const after = applyProvider(before, known, firstChoice(known));
    expect(after).toMatchObject({ host: 'smtp.example.net', password: stored });
  });

  it('leaves a port that follows the security to it', () => {
    const p = provider({});
    expect(applyProvider(draft(), p, firstChoice(p))).toMatchObject({
      host: 'smtp.example.net',
      port: '',
      security: 'implicit-tls',
      auth: 'password',
      user: '',
      password: stored,
    });
    expect(applyProvider(draft(), p, { ...firstChoice(p), server: 1 })).toMatchObject({
      port: '2587',
      security: 'starttls',
    });
  });

  it.each([
    ['fixed', 'someone', 'apikey'],
    ['local_part', 'someone@example.com', 'someone'],
    ['localpart', '', 'notify'],
    ['address', 'apikey', ''],
    ['address', 'someone@example.com', 'someone@example.com'],
  ])('user name of the form %s: %j becomes %j', (form, before, after) => {
    const p = provider({ smtp: [server({ user: form, fixedUser: 'apikey' })] });
    expect(applyProvider(draft({ user: before }), p, firstChoice(p)).user).toBe(after);
  });

  it('takes the host of the region', () => {
    const regions = ['us', 'eu'].map((id) => ({
      id,
      name: id,
      smtpHost: `smtp.${id}.example.net`,
      imapHost: '',
    }));
    const p = provider({ regions });
    expect(firstChoice(p).region).toBe('us');
    const choice = { ...firstChoice(p), region: 'eu' };
    expect(applyProvider(draft(), p, choice).host).toBe('smtp.eu.example.net');
  });

  it('signs a person of any organisation in, unless one is named', () => {
    const choice = firstChoice(microsoft);
    expect(complete(microsoft, choice)).toBe(true);
    expect(applyProvider(draft(), microsoft, choice)).toMatchObject({
      auth: 'oauth2',
      oauth2: {
        grant: 'refresh_token',
        tokenUrl: 'https://login.example.net/organizations/token',
        scope: 'SMTP.Send offline_access',
        refreshToken: stored,
      },
    });
  });

  it('needs the organisation for the application itself', () => {
    const choice = { ...firstChoice(microsoft), signIn: 'oauth2-application' };
    expect(complete(microsoft, choice)).toBe(false);
    const named = { ...choice, tenant: ' contoso.example/x ' };
    expect(complete(microsoft, named)).toBe(true);
    expect(applyProvider(draft(), microsoft, named).oauth2).toMatchObject({
      grant: 'client_credentials',
      tokenUrl: 'https://login.example.net/contoso.example%2Fx/token',
      scope: '.default',
    });
  });
});

describe('matching', () => {
  const list = [
    provider({ id: 'a', name: 'Yahoo Mail', domains: ['yahoo.com'] }),
    provider({ id: 'b', name: 'Hooli' }),
    provider({ id: 'gmail', name: 'Gmail and Google Workspace', domains: ['gmail.com'] }),
    provider({ id: 'relay', name: 'Google relay' }),
  ];
  const found = (query: string) => matching(list, query).map((one) => one.id);

  it.each([
    ['', ['a', 'b', 'gmail', 'relay']],
    ['google', ['relay', 'gmail']],
    ['hoo', ['b', 'a']],
    ['someone@gmail.com', ['gmail']],
    ['smtp.example.net', ['a', 'b', 'gmail', 'relay']],
    ['nobody', []],
  ])('%j finds %j', (query, ids) => {
    expect(found(query)).toEqual(ids);
  });
});

describe('warningsOf', () => {
  it('leaves out what concerns mailboxes only', () => {
    const warning = (protocol: string) => ({
      from: '',
      until: '',
      text: protocol,
      source: '',
      protocol,
    });
    const warned = provider({ warnings: ['', 'smtp', 'imap'].map(warning) });
    expect(warningsOf(warned).map((one) => one.protocol)).toEqual(['', 'smtp']);
  });
});
