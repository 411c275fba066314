import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../bridge/audit';
import { recent } from './recent';

function said(actions: readonly string[]): string[] {
  const entries = actions.map((action, index) => ({ action, sequence: -index }) as AuditEntry);
  return recent(entries).map(({ entry, calls }) => `${entry.action} ${String(calls)}`);
}

describe('recent', () => {
  it('counts refused calls in one line, where the newest stands', () => {
    const list = ['a', 'api.refused', 'api.refused', 'b', 'api.refused', 'c'];
    expect(said(list)).toEqual(['a 0', 'api.refused 3', 'b 0', 'c 0']);
  });

  it('shows changes behind any number of refused calls', () => {
    const changes = Array.from({ length: 20 }, (_, index) => String(index));
    const list = [...Array.from({ length: 100 }, () => 'api.refused'), ...changes];
    expect(said(list)).toEqual([
      'api.refused 100',
      ...changes.slice(0, 7).map((one) => `${one} 0`),
    ]);
  });

  it('says nothing of calls where none was refused', () => {
    expect(said(['a'])).toEqual(['a 0']);
    expect(said([])).toEqual([]);
  });
});
