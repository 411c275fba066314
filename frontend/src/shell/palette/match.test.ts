import { describe, expect, it } from 'vitest';
import { fold, score } from './match';

describe('fold', () => {
  it.each([
    ['E-Mail Integration', 'email integration'],
    ['  Réply-To:  address ', 'replyto address'],
    ['replyToDisplayName', 'replytodisplayname'],
    ['SSL/TLS', 'ssl tls'],
    ['Größe', 'große'],
    ['- – -', ''],
  ])('%j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('score', () => {
  it.each([
    ['the whole name before its beginning', 'port', 'Port', 'Portal URL'],
    ['the shorter of two that begin alike', 'host', 'Hostname', 'Host name of the system'],
    ['a beginning before a word inside', 'test', 'Test email', 'Send a test'],
    ['words in order before words in disorder', 'test email', 'Send test email', 'Email a test'],
    ['words before letters inside a word', 'name', 'Sender Name', 'Hostname'],
    ['letters inside before scattered ones', 'mail', 'E-mail', 'My attic is large'],
    ['few jumps before many', 'ts', 'Test sign-in', 'The old story'],
  ])('%s', (_, query, better, worse) => {
    expect(score(query, better)).toBeGreaterThan(score(query, worse));
  });

  it.each([
    ['email integration', 'Enable e-mail integration'],
    ['from id', 'From Email ID'],
    ['id from', 'From Email ID'],
    ['tsi', 'Test sign-in'],
    ['smtp addr', 'SMTP Server Address'],
  ])('%j finds %j', (query, text) => {
    expect(score(query, text)).toBeGreaterThan(0);
  });

  it.each([
    ['', 'Port'],
    ['port', ''],
    ['xyz', 'Port'],
    ['pt', 'Port'],
    ['email email', 'Test email'],
    ['o', 'Port'],
  ])('%j does not find %j', (query, text) => {
    expect(score(query, text)).toBe(0);
  });
});
