import { describe, expect, it, vi } from 'vitest';
import type { Dialogs } from '../ui/dialogs.svelte';
import { LeaveGuard } from './leave';

const asking = (answer: string): Pick<Dialogs, 'ask'> => ({
  ask: <T extends string>() => Promise.resolve(answer as T),
});

const form = (dirty: boolean, saves = true) => ({
  dirty,
  save: vi.fn(() => Promise.resolve(saves)),
  discard: vi.fn(),
});

describe('LeaveGuard', () => {
  it.each([
    ['stay', true, false, 0, 0],
    ['discard', true, true, 0, 1],
    ['save', true, true, 1, 0],
    ['save', false, false, 1, 0],
  ])('%s (saving works: %s) leaves: %s', async (answer, saves, leaves, saved, discarded) => {
    const guard = new LeaveGuard(asking(answer));
    const held = form(true, saves);
    guard.hold(held);
    expect(await guard.mayLeave()).toBe(leaves);
    expect(held.save).toHaveBeenCalledTimes(saved);
    expect(held.discard).toHaveBeenCalledTimes(discarded);
  });

  it('asks once for all forms of a page, and saves the changed ones', async () => {
    const dialogs = { ask: vi.fn(() => Promise.resolve('save' as never)) };
    const guard = new LeaveGuard(dialogs);
    const forms = [form(true), form(false), form(true)];
    for (const one of forms) guard.hold(one);
    expect(await guard.mayLeave()).toBe(true);
    expect(dialogs.ask).toHaveBeenCalledTimes(1);
    expect(forms.map((one) => one.save.mock.calls.length)).toEqual([1, 0, 1]);
  });

  it('stays when one of several forms is refused', async () => {
    const guard = new LeaveGuard(asking('save'));
    const after = form(true);
    guard.hold(form(true, false));
    guard.hold(after);
    expect(await guard.mayLeave()).toBe(false);
    expect(after.save).not.toHaveBeenCalled();
  });

  it('asks nothing about a clean form, or about none', async () => {
    const dialogs = { ask: vi.fn() };
    const guard = new LeaveGuard(dialogs);
    expect(await guard.mayLeave()).toBe(true);
    guard.hold(form(false));
    expect(await guard.mayLeave()).toBe(true);
    expect(dialogs.ask).not.toHaveBeenCalled();
  });

  it('lets go of its own form only', () => {
    const guard = new LeaveGuard(asking('stay'));
    const releaseFirst = guard.hold(form(false));
    guard.hold(form(true));
    releaseFirst();
    expect(guard.dirty).toBe(true);
  });
});
