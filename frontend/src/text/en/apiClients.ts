import { plural } from './count';

/** The list of API clients. */
export const apiClients = {
  title: 'API clients',
  purpose:
    'Scripts and installers that may read and write this deployment’s configuration by the local API.',
  noDeployment: 'API clients belong to a deployment',
  add: 'Add API client',
  empty: {
    title: 'No API clients yet',
    body: 'A client is an ID, a secret and a list of what it may do. With them a script gets a token at the local API. The first client becomes the default one.',
    viewer: 'Scripts get their tokens at the local API with the ID and the secret of a client.',
  },
  caption: 'API clients of this deployment',
  columns: {
    client: 'Client',
    scopes: 'Scopes',
    use: 'Use',
    state: 'State',
    actions: 'Actions',
  },
  standard: 'Default',
  noScopes: 'None',
  used: 'Used',
  neverUsed: 'Never used',
  tokens: (count: number): string =>
    count === 0 ? 'No valid token' : plural(count, 'valid token'),
  edit: (id: string) => `Edit ${id}`,
  remove: (id: string) => `Remove ${id}`,
  api: 'They get their tokens at the local API, while it runs and the vault is unlocked.',
  openAPI: 'Open the local API',
};
