import * as bound from '../../wailsjs/go/app/Overview.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type Expiry = app.Expiry;
export type RecentProof = app.RecentProof;
export type ProvingProgress = app.ProvingProgress;
export type ProvedAll = app.ProvedAll;
export type ProvedOne = app.ProvedOne;

export const overview = {
  /** expiring lists what ends next, the soonest first. */
  expiring: (deployment: string): Promise<Expiry[]> =>
    call(async () => ((await bound.Expiring(deployment)) as Expiry[] | null) ?? []),
  /** recentProofs lists the newest proofs, the newest first. */
  recentProofs: (deployment: string): Promise<RecentProof[]> =>
    call(async () => ((await bound.RecentProofs(deployment)) as RecentProof[] | null) ?? []),
  proveAll: (request: app.ProveAllRequest): Promise<ProvedAll> =>
    call(() => bound.ProveAll(request), unbounded),
  cancelProving: (run: string): Promise<void> => call(() => bound.CancelProving(run)),
};
