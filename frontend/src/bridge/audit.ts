import * as bound from '../../wailsjs/go/app/Audit.js';
import type { app } from '../../wailsjs/go/models';
import { call } from './call';

export type AuditEntry = app.AuditEntry;

export const audit = {
  /** list answers the newest entries first, at most limit of them. */
  list: (limit: number): Promise<AuditEntry[]> =>
    call(async () => ((await bound.List(limit)) as AuditEntry[] | null) ?? []),
};
