import { describe, expect, it } from 'vitest';
import type { ServerCandidate } from '../bridge/providers';
import { exampleDraft } from './example';
import { reading, sending } from './kind';
import { applyCandidate } from './server';

const candidate = (changes: Partial<ServerCandidate> = {}): ServerCandidate => ({
  protocol: 'smtp',
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  user: 'notify@example.com',
  signIn: ['password'],
  source: 'srv',
  where: '_submission._tcp.example.com',
  provider: '',
  needsConfirmation: false,
  why: '',
  unverified: false,
  ...changes,
});

const draft = (changes = {}) => ({
  ...exampleDraft(),
  host: '',
  from: '',
  user: '',
  ...changes,
});

describe('applyCandidate', () => {
  it('takes no typed password to another host', () => {
    const typed = { change: 'set', value: 'of the old host' };
    const before = draft({ host: 'old.example.com', password: typed });
    const after = applyCandidate(before, candidate(), 'notify@example.com', sending);
    expect(after.password).toEqual({ change: 'keep', value: '' });
  });

  it('takes the address for From where there is none, and for the user name', () => {
    expect(applyCandidate(draft(), candidate(), 'notify@example.com', sending)).toMatchObject({
      host: 'smtp.example.com',
      port: '',
      security: 'starttls',
      auth: 'password',
      from: 'notify@example.com',
      user: '',
    });
  });

  it('leaves From as it is', () => {
    const applied = applyCandidate(
      draft({ from: 'a@b.example' }),
      candidate(),
      'c@b.example',
      sending,
    );
    expect(applied).toMatchObject({ from: 'a@b.example', user: 'notify@example.com' });
  });

  it.each([
    [['oauth2', 'password'], 'oauth2', 'oauth2'],
    [['oauth2', 'password'], 'none', 'password'],
    [['gssapi', 'oauth2'], 'password', 'oauth2'],
    [['gssapi'], 'password', 'password'],
    [[], 'none', 'none'],
  ])('offered %j, chosen %s: %s', (signIn, chosen, auth) => {
    const applied = applyCandidate(
      draft({ auth: chosen }),
      candidate({ signIn }),
      'a@b.example',
      sending,
    );
    expect(applied.auth).toBe(auth);
  });

  it('takes the address for the mailbox where there is none', () => {
    const before = exampleDraft({ mailbox: '' });
    const imap = candidate({ protocol: 'imap', port: 143 });
    expect(applyCandidate(before, imap, 'notify@example.com', reading)).toMatchObject({
      port: '',
      mailbox: 'notify@example.com',
      user: '',
    });
  });
});
