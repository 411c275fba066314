import { refusedCall, type AuditEntry } from '../../bridge/audit';

const shown = 8;

/** Recent is a line of the list: an entry, or calls that the local API refused. */
export interface Recent {
  /** Of several calls, the newest. */
  entry: AuditEntry;
  /** How many calls were refused; 0 for a change. */
  calls: number;
}

/**
 * recent is what has changed, newest first. Refused calls change nothing, and a
 * program makes many of them: one line counts those since the oldest change shown.
 */
export function recent(entries: readonly AuditEntry[]): readonly Recent[] {
  const found: Recent[] = [];
  let refused: Recent | undefined;
  for (const entry of entries) {
    if (found.length === shown) break;
    if (!refusedCall(entry)) found.push({ entry, calls: 0 });
    else if (refused) refused.calls++;
    else found.push((refused = { entry, calls: 1 }));
  }
  return found;
}
