import { describe, expect, it } from 'vitest';
import type { BackupReport, backups } from '../../bridge/backups';
import { Fault } from '../../bridge/fault';
import { Restoring } from './restoring.svelte';

const facts = { vaultId: 'v1', at: '2026-11-20T10:00:00Z', size: 3, operators: 1, sameVault: true };
const report = { file: facts, records: 2, mayRestore: true } as BackupReport;
const refusal = new Fault({ code: 'vault.not_a_backup', kind: 'invalid', message: 'no backup' });

function target(changes: Partial<typeof backups> = {}) {
  const discarded: string[] = [];
  const known = {
    begin: () => Promise.resolve({ id: 'u1', piece: 2, limit: 100 }),
    append: () => Promise.resolve(),
    file: () => Promise.resolve(facts),
    inspect: () => Promise.resolve(report),
    restore: () => Promise.resolve({ kept: '/vault.replaced' }),
    discard: (id: string) => {
      discarded.push(id);
      return Promise.resolve();
    },
    ...changes,
  };
  return { discarded, backups: known as unknown as typeof backups };
}

const file = new File(['abc'], 'vault.backup');
const access = { operator: '', password: 'p', recoveryKey: '' };
const nobody = () => undefined;

describe('Restoring', () => {
  it('goes from a file to a vault in its place', async () => {
    const begun: [unknown, string][] = [];
    const restoring = new Restoring(target().backups, (restore, at) => begun.push([restore, at]));
    await restoring.take(file);
    expect([restoring.stage, restoring.name, restoring.file]).toEqual([
      'access',
      'vault.backup',
      facts,
    ]);
    await restoring.open(access);
    expect([restoring.stage, restoring.report]).toEqual(['report', report]);
    await restoring.restore();
    expect(restoring.stage).toBe('done');
    expect(begun.map(([, at]) => at)).toEqual([facts.at]);
    expect(await begun[0]?.[0]).toEqual({ kept: '/vault.replaced' });
  });

  it('asks for another file when one is no backup, and forgets it there', async () => {
    const { backups, discarded } = target({ file: () => Promise.reject(refusal) });
    const restoring = new Restoring(backups, nobody);
    await restoring.take(file);
    expect([restoring.stage, restoring.fault, discarded]).toEqual(['choose', refusal, ['u1']]);
  });

  it('does not send an empty file', async () => {
    const restoring = new Restoring(
      target({ begin: () => Promise.reject(new Error('asked')) }).backups,
      nobody,
    );
    await restoring.take(new File([], 'empty'));
    expect([restoring.stage, restoring.fault?.code]).toEqual(['choose', 'page.file']);
  });

  it('leaves a wrong password to its form, and goes on', async () => {
    let wrong = true;
    const { backups } = target({
      inspect: () => (wrong ? Promise.reject(refusal) : Promise.resolve(report)),
    });
    const restoring = new Restoring(backups, nobody);
    await restoring.take(file);
    await expect(restoring.open(access)).rejects.toBe(refusal);
    expect([restoring.stage, restoring.fault]).toEqual(['access', undefined]);
    wrong = false;
    await restoring.open(access);
    expect(restoring.stage).toBe('report');
  });

  it('shows the report again when restoring is refused', async () => {
    const { backups } = target({ restore: () => Promise.reject(refusal) });
    const restoring = new Restoring(backups, (restore) => {
      restore.catch(nobody);
    });
    await restoring.take(file);
    await restoring.open(access);
    await restoring.restore();
    expect([restoring.stage, restoring.fault]).toEqual(['report', refusal]);
  });

  it('heeds no answer after it was left', async () => {
    let answer: (value: typeof facts) => void = nobody;
    const { backups, discarded } = target({
      file: () => new Promise((resolve) => (answer = resolve)),
    });
    const restoring = new Restoring(backups, nobody);
    const taken = restoring.take(file);
    await expect.poll(() => answer).not.toBe(nobody);
    restoring.reset();
    answer(facts);
    await taken;
    expect([restoring.stage, restoring.file, discarded]).toEqual(['choose', undefined, ['u1']]);
  });
});
