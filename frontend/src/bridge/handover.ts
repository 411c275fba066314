import * as bound from '../../wailsjs/go/app/Handover.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type MailAPITarget = app.MailAPITarget;
export type MailAPIDraft = app.MailAPIDraft;
export type MailAPIPlan = app.MailAPIPlan;
export type MailAPILoss = app.MailAPILoss;
export type MailAPIReceipt = app.MailAPIReceipt;
export type MailAPIRun = app.MailAPIRun;
export type MailAPIPush = app.MailAPIPush;
export type MailAPIExchange = app.MailAPIExchange;

export const handover = {
  /** mailAPI is where a deployment's mail configuration is pushed to, saved or proposed. */
  mailAPI: (deployment: string): Promise<MailAPITarget> =>
    call(async () => target(await bound.MailAPI(deployment))),
  /** planMailAPI says what a push would write. Nothing is sent. */
  planMailAPI: (draft: MailAPIDraft): Promise<MailAPIPlan> =>
    call(async () => {
      const plan = await bound.PlanMailAPI(draft);
      return {
        ...plan,
        faults: orEmpty(plan.faults),
        secrets: orEmpty(plan.secrets),
        losses: orEmpty(plan.losses),
      };
    }),
  saveMailAPI: (draft: MailAPIDraft): Promise<MailAPITarget> =>
    call(async () => target(await bound.SaveMailAPI(draft))),
  /** pushMailAPI sends the stored mail configuration, once. */
  pushMailAPI: (run: MailAPIRun): Promise<MailAPIPush> =>
    call(async () => {
      const push = await bound.PushMailAPI(run);
      return { ...push, target: target(push.target) };
    }, unbounded),
  /** cancelPush ends a push at once. What was sent already stays sent. */
  cancelPush: (run: string): Promise<void> => call(() => bound.CancelPush(run)),
};

const target = (kept: MailAPITarget): MailAPITarget => ({
  ...kept,
  receipts: orEmpty(kept.receipts),
});

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
