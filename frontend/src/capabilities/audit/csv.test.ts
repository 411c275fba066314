import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../bridge/audit';
import { csv } from './csv';

const entry: AuditEntry = {
  sequence: 7,
  at: '2026-11-22T05:00:00Z',
  operator: 'Ada',
  via: '',
  action: 'operator.removed',
  deployment: 'd1',
  subject: 'Bob',
  detail: '',
  refused: true,
};

const lines = (changes: Partial<AuditEntry>) =>
  csv([{ ...entry, ...changes }], (id) => (id === 'd1' ? 'Acme' : id)).split('\r\n');

describe('csv', () => {
  it('has a line of titles and one for each entry', () => {
    expect(lines({})).toEqual([
      '\uFEFFEntry,Time,Operator,Via,What,Action,Refused,Deployment,About,Detail',
      '7,2026-11-22T05:00:00Z,Ada,,Operator removed,operator.removed,yes,Acme,Bob,',
      '',
    ]);
  });

  it('says by which API client', () => {
    expect(lines({ via: 'nightly' })[1]).toContain(',Ada,nightly,');
  });

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['Ada, "the owner"', '"Ada, ""the owner"""'],
    ['two\nlines', '"two\nlines"'],
    ['a=b', 'a=b'],
  ])('makes a harmless cell of %j', (subject, cell) => {
    expect(lines({ subject })[1]).toContain(`Acme,${cell},`);
  });
});
