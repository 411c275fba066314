import type { MailboxesProved } from '../../bridge/mailboxes';
import { mailboxes } from '../../text';

/** Outcome is what is said when a run of many tests has ended. */
export interface Outcome {
  tone: 'good' | 'info' | 'warning' | 'danger';
  message: string;
  hint: string;
}

/** outcome sums a run up: what failed comes before what only warned. */
export function outcome(proved: MailboxesProved): Outcome {
  const text = mailboxes.many.toast;
  const tested = proved.total - proved.untried;
  if (proved.cancelled) return { tone: 'info', message: text.cancelled, hint: '' };
  if (proved.failed > 0)
    return { tone: 'danger', message: text.failed(tested, proved.failed), hint: text.hint };
  if (proved.warned > 0)
    return { tone: 'warning', message: text.warned(tested, proved.warned), hint: text.hint };
  return { tone: 'good', message: text.passed(tested), hint: '' };
}
