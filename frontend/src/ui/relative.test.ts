import { describe, expect, it } from 'vitest';
import { relativeTime } from './relative';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('relativeTime', () => {
  it.each([
    ['2026-11-21T11:59:58Z', 'just now'],
    ['2026-11-21T12:00:20Z', 'just now'],
    ['2026-11-21T11:59:00Z', '1 minute ago'],
    ['2026-11-21T11:30:00Z', '30 minutes ago'],
    ['2026-11-21T10:59:00Z', '1 hour ago'],
    ['2026-11-20T12:00:00Z', '1 day ago'],
    ['2026-11-18T12:00:00Z', '3 days ago'],
    ['2026-08-21T12:00:00Z', '3 months ago'],
    ['2020-11-21T12:00:00Z', '6 years ago'],
    ['2026-12-03T12:00:00Z', 'in 12 days'],
    ['not a time', ''],
  ])('%s is %j', (at, words) => {
    expect(relativeTime(at, now)).toBe(words);
  });
});
