import * as bound from '../../wailsjs/go/app/Audit.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type AuditEntry = app.AuditEntry;
export type AuditFilter = app.AuditFilter;
export type AuditPage = app.AuditPage;
export type AuditVerification = app.AuditVerification;

export const audit = {
  /** list answers the newest entries first, at most limit of them. */
  list: (limit: number): Promise<AuditEntry[]> =>
    call(async () => orEmpty(await bound.List(limit))),
  find: (filter: AuditFilter): Promise<AuditPage> =>
    call(async () => {
      const page = await bound.Find(filter);
      return {
        ...page,
        entries: orEmpty(page.entries),
        operators: orEmpty(page.operators),
        actions: orEmpty(page.actions),
      };
    }),
  /** verify walks the whole chain, however long it is. */
  verify: (): Promise<AuditVerification> => call(() => bound.Verify(), unbounded),
};

/** refusedCall: the entry is of a call that the local API refused. */
export function refusedCall({ action }: Pick<AuditEntry, 'action'>): boolean {
  return action === 'api.refused';
}

/** pushFailed: the target of a push has not taken what it was sent. */
export function pushFailed({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): boolean {
  return action === 'handover.applied' && !/^HTTP 2\d\d/.test(detail);
}

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
