import { afterEach, expect, test, vi } from 'vitest';
import { session, type VaultState, type VaultStatus } from '../bridge/session';
import { Vault } from './vault.svelte';

// answers lets a test say what a question about the vault's state is answered, and when.
function answers() {
  const waiting: ((state: VaultState) => void)[] = [];
  vi.spyOn(session, 'status').mockImplementation(
    () =>
      new Promise((resolve) => {
        waiting.push((state) => {
          resolve({ state, notices: [] } as unknown as VaultStatus);
        });
      }),
  );
  return waiting;
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('an answer that a later one has overtaken says nothing', async () => {
  const waiting = answers();
  const vault = new Vault();
  const first = vault.refresh();
  const second = vault.refresh();
  waiting[1]?.('locked');
  await second;
  waiting[0]?.('unlocked');
  await first;
  expect(vault.status?.state).toBe('locked');
});

test('an answer from before the lock does not open the pages again', async () => {
  const waiting = answers();
  const vault = new Vault();
  const opened = vault.refresh();
  waiting[0]?.('unlocked');
  await opened;
  const late = vault.refresh();
  vault.locked();
  expect(vault.status?.state).toBe('locked');
  waiting[1]?.('unlocked');
  await late;
  expect(vault.status?.state).toBe('locked');
});
