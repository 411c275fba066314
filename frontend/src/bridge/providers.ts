import * as bound from '../../wailsjs/go/app/Providers.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type Provider = app.Provider;
export type ProviderServer = app.ProviderServer;
export type ProviderRegion = app.ProviderRegion;
export type ProviderOAuth2 = app.ProviderOAuth2;
export type ProviderWarning = app.ProviderWarning;
export type Discovery = app.Discovery;
export type ServerCandidate = app.ServerCandidate;
export type DiscoveryAttempt = app.DiscoveryAttempt;

export const providers = {
  list: (): Promise<Provider[]> => call(() => bound.List()),
  /** builtIn asks nobody. */
  builtIn: (address: string): Promise<Discovery> => call(() => bound.BuiltIn(address)),
  /** discover asks the address's domain; Outgoing's cancelRun ends it. */
  discover: (request: app.DiscoveryRequest): Promise<Discovery> =>
    call(() => bound.Discover(request), unbounded),
};
