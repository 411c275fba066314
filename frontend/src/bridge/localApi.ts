import * as bound from '../../wailsjs/go/app/LocalAPI.js';
import type { app } from '../../wailsjs/go/models';
import { call } from './call';

export type LocalAPIState = app.LocalAPIState;
export type LocalAPISettings = app.LocalAPISettings;
export type APICall = app.APICall;
export type APIExample = app.APIExample;
export type APIExampleRequest = app.APIExampleRequest;

export const localAPI = {
  /** state is how it runs, with its newest calls. */
  state: (): Promise<LocalAPIState> => call(async () => whole(await bound.State())),
  start: (): Promise<LocalAPIState> => call(async () => whole(await bound.Start())),
  /** stop ends its tokens, too. */
  stop: (): Promise<LocalAPIState> => call(async () => whole(await bound.Stop())),
  save: (settings: LocalAPISettings): Promise<LocalAPIState> =>
    call(async () => whole(await bound.Save(settings))),
  /** renewAuthority makes a new authority: whoever trusts the old one must be given it. */
  renewAuthority: (): Promise<LocalAPIState> =>
    call(async () => whole(await bound.RenewAuthority())),
  examples: (request: APIExampleRequest): Promise<APIExample[]> =>
    call(async () => ((await bound.Examples(request)) as APIExample[] | null) ?? []),
};

// Go's empty slice may arrive as null.
const whole = (state: LocalAPIState): LocalAPIState => ({
  ...state,
  calls: (state.calls as APICall[] | null) ?? [],
});
