import { apiClients, type APIClient } from '../../bridge/apiClients';
import { localAPI, type APIExample } from '../../bridge/localApi';
import { Resource } from '../../bridge/resource.svelte';

/** Wanted says for whom the lines are written. */
export interface Wanted {
  deploymentID: string;
  /** Of the chosen client; empty for the default one. */
  clientID: string;
  caFile: string;
}

/** Examples are lines that call the API, and the clients that could be used for them. */
export interface Examples {
  clients: readonly APIClient[];
  texts: readonly APIExample[];
}

/** examplesFor reads the lines for one client. */
export function examplesFor({ deploymentID, clientID, caFile }: Wanted): Resource<Examples> {
  return new Resource(async () => {
    const { clients } = await apiClients.list(deploymentID);
    const [standard] = clients;
    const clientId = clientID || (standard?.clientId ?? '');
    if (clientId === '') return { clients, texts: [] };
    const request = { deploymentId: deploymentID, clientId, caFile };
    return { clients, texts: await localAPI.examples(request) };
  });
}
