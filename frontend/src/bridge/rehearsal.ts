import * as bound from '../../wailsjs/go/app/Rehearsal.js';
import type { app } from '../../wailsjs/go/models';
import { call } from './call';

export type RehearsalStatus = app.RehearsalStatus;
export type RehearsalEndpoint = app.RehearsalEndpoint;
export type RehearsalProvider = app.RehearsalProvider;
export type RehearsalFault = app.RehearsalFault;
export type RehearsalMessage = app.RehearsalMessage;
export type RehearsalShown = app.RehearsalShown;
export type RehearsalMail = app.RehearsalMail;

export const rehearsal = {
  status: (): Promise<RehearsalStatus> => call(() => bound.Status()),
  start: (): Promise<RehearsalStatus> => call(() => bound.Start()),
  stop: (): Promise<RehearsalStatus> => call(() => bound.Stop()),
  /** setFault chooses how the server of a protocol ("smtp", "imap", "idp") misbehaves; "" for not at all. */
  setFault: (protocol: string, name: string): Promise<RehearsalStatus> =>
    call(() => bound.SetFault(protocol, name)),
  messages: (): Promise<RehearsalMessage[]> =>
    call(async () => ((await bound.Messages()) as RehearsalMessage[] | null) ?? []),
  message: (id: string): Promise<RehearsalMail> => call(() => bound.Message(id)),
  /** show makes the HTML of a message fit for a frame, in a look ("light", "dark", "narrow"). */
  show: (id: string, look: string): Promise<RehearsalShown> => call(() => bound.Show(id, look)),
  clear: (): Promise<void> => call(() => bound.Clear()),
};
