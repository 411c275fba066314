import type { ProvedAll, ProvedOne } from '../../bridge/overview';
import { overview } from '../../text';

/** Outcome is what is said when everything has been proved. */
export interface Outcome {
  tone: 'good' | 'info' | 'warning' | 'danger';
  message: string;
  hint: string;
}

/** outcome sums a run up: what failed comes before what only warned. */
export function outcome(proved: ProvedAll): Outcome {
  const text = overview.proving;
  // Go's empty slice may arrive as null.
  const results = (proved.results as ProvedOne[] | null) ?? [];
  const named = (verdict: string) =>
    results.filter((one) => one.verdict === verdict).map((one) => one.title);
  const count = results.filter((one) => one.verdict !== 'skipped').length;
  const failed = named('failed');
  const warned = named('warned');
  if (proved.cancelled) return { tone: 'info', message: text.cancelled, hint: '' };
  if (failed.length > 0)
    return { tone: 'danger', message: text.failed(count, failed), hint: text.failedHint };
  if (warned.length > 0) return { tone: 'warning', message: text.warned(count, warned), hint: '' };
  if (count === 0) return { tone: 'info', message: text.none, hint: '' };
  return { tone: 'good', message: text.done(count), hint: '' };
}
