import { describe, expect, it } from 'vitest';
import type { ProvedAll } from '../../bridge/overview';
import { outcome } from './outcome';

const ended = (...verdicts: string[]): ProvedAll => ({
  results: verdicts.map((verdict, at) => ({
    kind: `k${String(at)}`,
    title: `Line ${String(at)}`,
    verdict,
    summary: '',
  })),
  cancelled: false,
});

describe('outcome', () => {
  it.each([
    [ended('passed', 'passed', 'skipped'), 'good', '2 integrations proved.'],
    [ended('passed', 'warned'), 'warning', '2 integrations proved, with a warning: line 1.'],
    [ended('warned', 'failed', 'passed'), 'danger', '1 of 3 proofs failed: line 1.'],
    [ended('failed'), 'danger', '1 of 1 proof failed: line 0.'],
    [ended('skipped'), 'info', 'There was nothing to prove.'],
    [ended(), 'info', 'There was nothing to prove.'],
  ])('%j', (proved, tone, message) => {
    expect(outcome(proved)).toMatchObject({ tone, message });
  });

  it('says of a cancelled run that it was cancelled, whatever failed', () => {
    expect(outcome({ ...ended('failed'), cancelled: true })).toMatchObject({ tone: 'info' });
  });

  it('reads a missing list as none', () => {
    const nothing = { results: null, cancelled: false } as unknown as ProvedAll;
    expect(outcome(nothing).tone).toBe('info');
  });
});
