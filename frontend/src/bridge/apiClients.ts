import * as bound from '../../wailsjs/go/app/APIClients.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { Light } from './light';

export type APIClient = Omit<app.APIClient, 'light'> & { light: Light };
export type APIScope = app.APIScope;
export type APIClientDraft = app.APIClientDraft;
export type APIClientCheck = app.APIClientCheck;
export type APIClientRun = app.APIClientRun;

/** APIClientList holds the default client first. */
export interface APIClientList {
  clients: APIClient[];
  /** Those that the local API knows. */
  scopes: APIScope[];
}

/** SavedAPIClient holds a generated secret: here, and nowhere afterwards. */
export interface SavedAPIClient {
  client: APIClient;
  secret: string;
}

export const apiClients = {
  list: (deployment: string): Promise<APIClientList> =>
    call(async () => {
      const { clients, scopes } = await bound.List(deployment);
      return { clients: orEmpty(clients).map(whole), scopes: orEmpty(scopes) };
    }),
  /** check says what is wrong with a draft, and what is worth knowing. */
  check: (draft: APIClientDraft): Promise<APIClientCheck> =>
    call(async () => {
      const { faults, ready, remarks } = await bound.Check(draft);
      return { faults: orEmpty(faults), ready, remarks: orEmpty(remarks) };
    }),
  save: (draft: APIClientDraft): Promise<SavedAPIClient> =>
    call(async () => saved(await bound.Save(draft))),
  /** rotate generates a new secret; the tokens of the old one end. */
  rotate: (deployment: string, id: string, revision: number): Promise<SavedAPIClient> =>
    call(async () => saved(await bound.Rotate(deployment, id, revision))),
  /** revoke ends the tokens of a client. */
  revoke: (deployment: string, id: string): Promise<APIClient> =>
    call(async () => whole(await bound.Revoke(deployment, id))),
  remove: (deployment: string, id: string, revision: number): Promise<void> =>
    call(() => bound.Remove(deployment, id, revision)),
  /** prove asks for a token as the client: of the target, else of the local API. */
  prove: (run: APIClientRun): Promise<app.Proof> => call(() => bound.Prove(run), unbounded),
  cancelProof: (run: string): Promise<void> => call(() => bound.CancelProof(run)),
};

const saved = ({ client, secret }: app.SavedAPIClient): SavedAPIClient => ({
  client: whole(client),
  secret,
});

const whole = (client: app.APIClient): APIClient => ({ ...client, scopes: orEmpty(client.scopes) });

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
