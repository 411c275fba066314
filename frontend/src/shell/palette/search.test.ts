import { describe, expect, it } from 'vitest';
import type { Command, Group } from './command';
import { Recent } from './recent';
import { search } from './search';

const command = (group: Group, title: string, place = '', also: string[] = []): Command => ({
  id: `${group}:${place}:${title}`,
  group,
  title,
  place,
  also,
  icon: 'edit',
  keys: '',
  act: { do: 'lock' },
});

const all = [
  command('actions', 'Test email'),
  command('pages', 'Outgoing mail', '', ['E-Mail Integration']),
  command('pages', 'Settings'),
  command('fields', 'From address', 'Outgoing mail', ['From Email ID']),
  command('fields', 'Port', 'Outgoing mail', ['SMTP Port']),
  command('fields', 'Password', 'Outgoing mail'),
  command('fields', 'Password', 'Settings', ['Proxy password']),
];

const titles = (query: string, recent: string[] = []) =>
  search(all, query, recent).flatMap((section) =>
    section.hits.map(({ command: { title, place } }) => (place ? `${place} ${title}` : title)),
  );

describe('search', () => {
  it('finds by another name, and says by which', () => {
    const [section] = search(all, 'email id', []);
    expect(section?.hits).toMatchObject([
      { command: { title: 'From address' }, alias: 'From Email ID' },
    ]);
  });

  it('names no other name where the own one fits as well', () => {
    const [section] = search(all, 'port', []);
    expect(section?.hits[0]).toMatchObject({ command: { title: 'Port' }, alias: '' });
  });

  it('tells namesakes apart by their place', () => {
    expect(titles('settings password')).toEqual(['Settings Password']);
  });

  it('puts what was chosen lately before its namesake', () => {
    expect(titles('password')).toEqual(['Outgoing mail Password', 'Settings Password']);
    expect(titles('password', ['fields:Settings:Password'])).toEqual([
      'Settings Password',
      'Outgoing mail Password',
    ]);
  });

  it('orders the groups by their best hit', () => {
    expect(search(all, 'outgoing mail', []).map((section) => section.group)).toEqual([
      'pages',
      'fields',
    ]);
  });

  it('shows everything but the fields for no query, and what was chosen lately first', () => {
    const sections = search(all, ' ', ['pages::Settings', 'gone', 'fields:Outgoing mail:Port']);
    expect(sections.map(({ group, hits }) => [group, hits.length])).toEqual([
      ['recent', 2],
      ['actions', 1],
      ['pages', 1],
    ]);
  });

  it('finds nothing for nonsense', () => {
    expect(search(all, 'qqq', [])).toEqual([]);
  });
});

describe('Recent', () => {
  it('keeps the newest five, each once', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    };
    const recent = new Recent(storage);
    expect(recent.list()).toEqual([]);
    for (const id of ['a', 'b', 'c', 'd', 'a', 'e', 'f']) recent.add(id);
    expect(new Recent(storage).list()).toEqual(['f', 'e', 'a', 'd', 'c']);
  });
});
