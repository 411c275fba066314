import { describe, expect, it } from 'vitest';
import type { Provider, ProviderOAuth2, ProviderServer } from '../bridge/providers';
import { exampleDraft } from './example';
import { reading, sending } from './kind';
import {
  applyProvider,
  complete,
  firstChoice,
  matching,
  offeredFor,
  signInsOf,
  warningsOf,
} from './provider';

const stored = { change: 'keep', value: '' };
const draft = (changes = {}) => ({
  ...exampleDraft(),
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
    expect(signInsOf(microsoft, sending)).toEqual([
      'oauth2-person',
      'oauth2-application',
      'app-password',
    ]);
  });

  it('offers only a person where the application has no rights', () => {
    const oauth2 = { ...endpoints, appScope: '' };
    expect(signInsOf({ ...microsoft, oauth2 }, sending)).toEqual(['oauth2-person', 'app-password']);
  });
});

describe('applyProvider', () => {
  it('takes no typed password to another host', () => {
    const before = draft({ password: { change: 'set', value: 'of the old host' } });
    const known = provider({});
    const after = applyProvider(before, known, firstChoice(known, sending), sending);
    expect(after).toMatchObject({ host: 'smtp.example.net', password: stored });
  });

  it('leaves a port that follows the security to it', () => {
    const p = provider({});
    expect(applyProvider(draft(), p, firstChoice(p, sending), sending)).toMatchObject({
      host: 'smtp.example.net',
      port: '',
      security: 'implicit-tls',
      auth: 'password',
      user: '',
      password: stored,
    });
    expect(
      applyProvider(draft(), p, { ...firstChoice(p, sending), server: 1 }, sending),
    ).toMatchObject({
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
    expect(applyProvider(draft({ user: before }), p, firstChoice(p, sending), sending).user).toBe(
      after,
    );
  });

  it('takes the host of the region', () => {
    const regions = ['us', 'eu'].map((id) => ({
      id,
      name: id,
      smtpHost: `smtp.${id}.example.net`,
      imapHost: '',
    }));
    const p = provider({ regions });
    expect(firstChoice(p, sending).region).toBe('us');
    const choice = { ...firstChoice(p, sending), region: 'eu' };
    expect(applyProvider(draft(), p, choice, sending).host).toBe('smtp.eu.example.net');
  });

  it('signs a person of any organisation in, unless one is named', () => {
    const choice = firstChoice(microsoft, sending);
    expect(complete(microsoft, choice)).toBe(true);
    expect(applyProvider(draft(), microsoft, choice, sending)).toMatchObject({
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
    const choice = { ...firstChoice(microsoft, sending), signIn: 'oauth2-application' };
    expect(complete(microsoft, choice)).toBe(false);
    const named = { ...choice, tenant: ' contoso.example/x ' };
    expect(complete(microsoft, named)).toBe(true);
    expect(applyProvider(draft(), microsoft, named, sending).oauth2).toMatchObject({
      grant: 'client_credentials',
      tokenUrl: 'https://login.example.net/contoso.example%2Fx/token',
      scope: '.default',
    });
  });
});

describe('a mailbox', () => {
  const imap = [server({ host: 'imap.example.net', port: 993 })];

  it('gets the server and the scope that mailboxes are read with', () => {
    const oauth2 = { ...endpoints, scopeImap: 'IMAP.Access' };
    const p = { ...microsoft, imap, oauth2 };
    const before = exampleDraft({ mailbox: 'info@example.com' });
    const after = applyProvider(before, p, firstChoice(p, reading), reading);
    expect(after).toMatchObject({ host: 'imap.example.net', port: '', auth: 'oauth2' });
    expect(after.oauth2.scope).toBe('IMAP.Access');
  });

  it('takes its local part from the address of the mailbox', () => {
    const p = provider({ imap: [server({ user: 'local_part' })] });
    const before = exampleDraft({ mailbox: 'info@example.com' });
    expect(applyProvider(before, p, firstChoice(p, reading), reading).user).toBe('info');
  });

  it('is offered by those who have mailboxes', () => {
    const relay = provider({ id: 'relay' });
    const whole = provider({ id: 'whole', imap });
    expect(offeredFor([relay, whole], reading)).toEqual([whole]);
    expect(offeredFor([relay, whole], sending)).toEqual([relay, whole]);
  });

  it('is never read without signing in', () => {
    const p = provider({ signIn: ['none', 'password'] });
    expect(signInsOf(p, sending)).toEqual(['none', 'password']);
    expect(signInsOf(p, reading)).toEqual(['password']);
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
  it('leaves out what concerns the other kind only', () => {
    const warning = (protocol: string) => ({
      from: '',
      until: '',
      text: protocol,
      source: '',
      protocol,
    });
    const warned = provider({ warnings: ['', 'smtp', 'imap'].map(warning) });
    expect(warningsOf(warned, sending).map((one) => one.protocol)).toEqual(['', 'smtp']);
    expect(warningsOf(warned, reading).map((one) => one.protocol)).toEqual(['', 'imap']);
  });
});
