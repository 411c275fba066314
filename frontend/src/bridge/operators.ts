import * as bound from '../../wailsjs/go/app/Operators.js';
import type { app } from '../../wailsjs/go/models';
import { call, derive, unbounded } from './call';
import type { Rotation } from './keys';

export type OperatorRow = app.OperatorRow;
export type NewOperator = app.NewOperator;
export type OperatorDetails = app.OperatorDetails;
export type PasswordReset = app.PasswordReset;

export const operators = {
  list: (): Promise<OperatorRow[]> =>
    // Go's empty slice may arrive as null.
    call(async () => ((await bound.List()) as OperatorRow[] | null) ?? []),
  add: (form: NewOperator): Promise<OperatorRow> => call(() => bound.Add(form), derive),
  save: (form: OperatorDetails): Promise<OperatorRow> => call(() => bound.Save(form)),
  /** resetPassword mails a password; the other side's deadline ends it. */
  resetPassword: (id: string): Promise<PasswordReset> =>
    call(() => bound.ResetPassword(id), unbounded),
  /** remove makes a new encryption key, and so lasts as long as a rotation. */
  remove: (id: string): Promise<Rotation> => call(() => bound.Remove(id), unbounded),
};
