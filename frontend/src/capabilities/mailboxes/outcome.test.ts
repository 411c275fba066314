import { describe, expect, it } from 'vitest';
import type { MailboxesProved } from '../../bridge/mailboxes';
import { outcome } from './outcome';

const ended = (more: Partial<MailboxesProved>): MailboxesProved => ({
  total: 1000,
  passed: 1000,
  warned: 0,
  failed: 0,
  untried: 0,
  durationMs: 1,
  cancelled: false,
  causes: [],
  slowed: [],
  unsaved: '',
  ...more,
});

describe('outcome', () => {
  it.each([
    [{}, 'good', '1,000 mailboxes tested: all passed.'],
    [{ warned: 2 }, 'warning', '1,000 mailboxes tested: 2 with warnings.'],
    [{ warned: 2, failed: 1 }, 'danger', '1,000 mailboxes tested: 1 failed.'],
    [{ total: 1 }, 'good', '1 mailbox tested: all passed.'],
    [{ cancelled: true, failed: 3, untried: 10 }, 'info', 'Testing was cancelled.'],
  ])('%j', (more, tone, message) => {
    const said = outcome(ended(more));
    expect(said.tone).toBe(tone);
    expect(said.message).toContain(message);
  });
});
