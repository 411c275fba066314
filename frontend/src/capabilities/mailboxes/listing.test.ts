import { describe, expect, it } from 'vitest';
import type { Light } from '../../bridge/light';
import type { MailboxResult, MailboxRow } from '../../bridge/mailboxes';
import { counts, lineOf, lit, matching, proved, sorted } from './listing';

const row = (mailbox: string, more: Partial<MailboxRow> = {}): MailboxRow => ({
  id: mailbox,
  revision: 1,
  mailbox,
  host: 'imap.example.com',
  port: '993',
  security: 'implicit-tls',
  auth: 'password',
  name: '',
  description: '',
  aliases: 0,
  light: 'never',
  summary: '',
  code: '',
  cause: '',
  provedAt: '',
  ...more,
});

const lines = (...rows: MailboxRow[]) => rows.map(lineOf);
const names = (found: readonly { row: MailboxRow }[]) => found.map((line) => line.row.mailbox);

describe('matching', () => {
  const all = lines(
    row('hr@example.com', { name: 'Personnel', description: 'Applications' }),
    row('it@example.com', { host: 'mail.other.example', cause: 'The password is wrong.' }),
  );

  it.each([
    ['', ['hr@example.com', 'it@example.com']],
    ['  ', ['hr@example.com', 'it@example.com']],
    ['HR@', ['hr@example.com']],
    ['applications personnel', ['hr@example.com']],
    ['other.example', ['it@example.com']],
    ['password', ['it@example.com']],
    ['personnel password', []],
  ])('%j finds %j', (typed, found) => {
    expect(names(matching(all, typed))).toEqual(found);
  });

  it('does not find a word across two fields', () => {
    expect(matching(lines(row('a@b', { name: 'one', description: 'two' })), 'onetwo')).toEqual([]);
  });
});

describe('sorted', () => {
  const all = lines(
    row('box10@example.com', { light: 'proved', provedAt: '2026-11-22T08:00:00Z', name: 'b' }),
    row('box9@example.com', { light: 'failed', provedAt: '2026-11-21T08:00:00Z', name: 'a' }),
    row('Box1@example.com', { light: 'never', host: 'a.example.com', name: 'b' }),
  );

  it.each([
    ['mailbox', false, ['Box1', 'box9', 'box10']],
    ['mailbox', true, ['box10', 'box9', 'Box1']],
    ['host', false, ['Box1', 'box9', 'box10']],
    ['name', false, ['box9', 'Box1', 'box10']],
    ['name', true, ['Box1', 'box10', 'box9']],
    ['light', false, ['box9', 'Box1', 'box10']],
    ['provedAt', false, ['Box1', 'box9', 'box10']],
  ] as const)('by %s, down %s', (by, down, want) => {
    expect(names(sorted(all, { by, down })).map((name) => name.split('@')[0])).toEqual(want);
  });
});

describe('lights', () => {
  const all = lines(row('a', { light: 'failed' }), row('b', { light: 'proved' }), row('c'));

  it('are counted', () => {
    expect([...counts(all)].sort()).toEqual([
      ['failed', 1],
      ['never', 1],
      ['proved', 1],
    ]);
  });

  it.each<[Light[], string[]]>([
    [[], ['a', 'b', 'c']],
    [['failed'], ['a']],
    [
      ['failed', 'never'],
      ['a', 'c'],
    ],
  ])('%j leave %j', (chosen, want) => {
    expect(names(lit(all, chosen))).toEqual(want);
  });
});

describe('proved', () => {
  it('changes the rows that have a result, in their places, and no other', () => {
    const all = lines(row('b'), row('a'));
    const result: MailboxResult = {
      id: 'a',
      mailbox: 'a',
      verdict: 'failed',
      light: 'failed',
      summary: 'Failed at sign-in',
      code: 'imap.bad_credentials',
      cause: 'The password is wrong.',
      durationMs: 3,
    };
    const next = proved(all, [result], new Date('2026-11-22T08:00:00Z'));
    expect(names(next)).toEqual(['b', 'a']);
    expect(next[0]).toBe(all[0]);
    expect(next[1]?.row).toMatchObject({ light: 'failed', provedAt: '2026-11-22T08:00:00.000Z' });
    expect(matching(next, 'wrong')).toHaveLength(1);
  });
});
