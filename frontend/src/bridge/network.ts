import * as bound from '../../wailsjs/go/app/Network.js';
import type { app } from '../../wailsjs/go/models';
import { call } from './call';
import type { FieldFault } from './fault';

export type NetworkSettings = app.NetworkSettings;
export type NetworkDraft = app.NetworkDraft;

export const network = {
  get: (): Promise<NetworkSettings> => call(() => bound.Get()),
  check: (draft: NetworkDraft): Promise<FieldFault[]> =>
    call(async () => ((await bound.Check(draft)) as FieldFault[] | null) ?? []),
  save: (draft: NetworkDraft): Promise<NetworkSettings> => call(() => bound.Save(draft)),
};
