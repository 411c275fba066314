import { describe, expect, it } from 'vitest';
import type { Mailbox } from '../../bridge/mailboxes';
import type { Step } from '../../bridge/proof';
import { blankDraft, draftOf, foundOf, secured, trialOf } from './draft';

const step = (changes: Partial<Step>): Step => ({
  name: 'authenticate',
  verdict: 'passed',
  durationMs: 1,
  title: '',
  detail: '',
  expected: '',
  received: '',
  where: '',
  also: [],
  folders: [],
  capabilities: [],
  misses: [],
  notices: [],
  ...changes,
});

const failed = (code: string) =>
  step({
    verdict: 'failed',
    finding: { code, cause: '', remedy: '', fields: [] as string[] } as Step['finding'] & object,
  });

const folder = (name: string, role: string, messages: number, unseen: number) => ({
  name,
  role,
  selectable: true,
  messages,
  unseen,
});

describe('draftOf', () => {
  it('keeps the stored secrets where they are', () => {
    const stored = {
      ...blankDraft('d1'),
      id: 'm1',
      password: { set: true, changedAt: '2026-11-20T10:00:00Z' },
      oauth2: { clientSecret: { set: true }, refreshToken: { set: true } },
    } as unknown as Mailbox;
    expect(draftOf(stored)).toMatchObject({
      id: 'm1',
      password: { change: 'keep', value: '' },
      oauth2: { clientSecret: { change: 'keep' }, refreshToken: { change: 'keep' } },
    });
  });
});

describe('secured', () => {
  it.each([
    [true, 'none', 'implicit-tls'],
    [true, 'starttls', 'starttls'],
    [true, 'implicit-tls', 'implicit-tls'],
    [false, 'starttls', 'none'],
    [false, 'implicit-tls', 'none'],
  ])('switched %s from %s: %s', (on, before, after) => {
    expect(secured(on, before)).toBe(after);
  });
});

describe('trialOf', () => {
  it.each([
    ['passed', [], 'right'],
    ['warned', [], 'right'],
    ['failed', [step({}), failed('auth.rejected')], 'wrong'],
    ['failed', [failed('auth.app_password_required')], 'wrong'],
    ['failed', [failed('auth.too_many_attempts')], undefined],
    ['failed', [failed('net.timeout')], undefined],
  ])('%s', (verdict, steps, end) => {
    expect(trialOf({ verdict, steps })).toBe(end);
  });
});

describe('foundOf', () => {
  it('counts the folders, and what is in the inbox', () => {
    const folders = [folder('Sent', 'sent', 5, 0), folder('INBOX', 'inbox', 12, 3)];
    expect(foundOf({ steps: [step({}), step({ name: 'folders', folders })] })).toEqual({
      folders: 2,
      inbox: 12,
      unread: 3,
    });
  });

  it('says nothing of an inbox that was not asked about', () => {
    expect(foundOf({ steps: [step({ folders: [folder('A', '', 1, 1)] })] })).toEqual({
      folders: 1,
      inbox: -1,
      unread: -1,
    });
  });
});
