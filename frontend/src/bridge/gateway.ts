import * as bound from '../../wailsjs/go/app/Gateway.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { Light } from './light';

export type MailGateway = Omit<app.MailGateway, 'light'> & { light: Light };
export type MailGatewayDraft = app.MailGatewayDraft;
export type MailGatewayCheck = app.MailGatewayCheck;
export type MailGatewayProof = app.MailGatewayProof;

export const gateway = {
  get: (): Promise<MailGateway> => call(() => bound.Get()),
  check: (draft: MailGatewayDraft): Promise<MailGatewayCheck> =>
    call(async () => {
      const check = await bound.Check(draft);
      return {
        ...check,
        faults: orEmpty(check.faults),
        risks: orEmpty(check.risks),
        unbound: orEmpty(check.unbound),
      };
    }),
  save: (draft: MailGatewayDraft): Promise<MailGateway> => call(() => bound.Save(draft)),
  remove: (revision: number): Promise<void> => call(() => bound.Remove(revision)),
  prove: (request: MailGatewayProof): Promise<app.Proof> =>
    call(() => bound.Prove(request), unbounded),
  /** cancelProof ends the run at once. */
  cancelProof: (run: string): Promise<void> => call(() => bound.CancelProof(run)),
  rehearsalDraft: (): Promise<MailGatewayDraft> => call(() => bound.RehearsalDraft()),
};

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
