import { number, plural } from './count';

/** The page of the local API. */
export const localAPI = {
  title: 'Local API',
  purpose:
    'HTTPS on this machine, by which scripts and installers read and write the configuration.',
  running: (address: string) => `Running at ${address}`,
  stopped: 'Not running',
  start: 'Start',
  stop: 'Stop',
  stopTitle: 'Stop the local API?',
  stopBody: (tokens: number) =>
    `${plural(tokens, 'valid token')} ${tokens === 1 ? 'ends' : 'end'} with it. Scripts have to ask for new ones after the next start.`,
  problem: 'It did not start with the vault',
  portTaken: (port: number) =>
    `Port ${String(port)} is in use. Edit the settings: another port, or none for a free one.`,
  editPort: 'Edit the port',

  state: {
    title: 'State',
    address: 'Address',
    copyAddress: 'Copy address',
    since: 'Running since',
    tokens: 'Valid tokens',
    document: 'OpenAPI',
    copyDocument: 'Copy address of the OpenAPI document',
    count: number,
    /** While it does not run. */
    how: 'Scripts reach nothing until it is started.',
    authority: 'The certificate authority is made at the first start.',
    viewer: 'Starting it needs the role editor or owner.',
  },

  settings: {
    title: 'Settings',
    note: 'They hold from the next start on.',
    saved: 'Settings of the local API saved.',
    startAtUnlock: {
      label: 'Start with the vault',
      help: 'Each time the vault is unlocked here',
    },
    host: { label: 'Listen on', word: 'loopback' },
    port: { label: 'Port', help: 'Empty: a free one, another at each start' },
    hosts: [
      { value: '127.0.0.1', label: '127.0.0.1 (IPv4)' },
      { value: '[::1]', label: '[::1] (IPv6)' },
    ],
    freePort: 'A free one at each start',
  },

  authority: {
    title: 'Certificate authority',
    note: 'The vault’s own. Scripts trust the API by it, and by nothing else.',
    none: 'It is made at the first start.',
    days: (days: number) =>
      days < 0 ? 'It has ended. Renew it.' : `Valid for another ${plural(days, 'day')}`,
    save: 'Save as file',
    saveFirst: 'Save the authority',
    file: 'patchbay-ca.pem',
    copy: 'Copy PEM',
    renew: 'Renew',
    renewTitle: 'Make a new certificate authority?',
    renewBody:
      'Scripts that trust the present one refuse the API from its next connection on, until they are given the new file.',
    renewed: 'The new certificate authority holds from now on. Give its file to your scripts.',
    limits:
      'It vouches for localhost and this machine’s own addresses only. Trust it in the script, not in the system.',
  },

  examples: {
    title: 'Call it',
    note: 'Save the certificate authority first, and put the client’s secret into PATCHBAY_CLIENT_SECRET.',
    noDeployment: 'The lines are written for a deployment. Add one first.',
    noClient: 'A script needs an API client with the scopes mail:read and mail:write.',
    addClient: 'Add API client',
    notRunning: 'The lines hold the address, which is known once the API runs.',
    client: 'Client',
    standard: (id: string) => `${id} (default)`,
    tabs: 'Examples',
    copy: 'Copy',
    copyOf: (title: string) => `Copy: ${title}`,
  },

  calls: {
    title: 'Calls',
    note: (shown: number, total: number) =>
      total > shown
        ? `The newest ${number(shown)} of ${number(total)} since Patchbay was started. Neither bodies nor credentials are kept.`
        : 'Since Patchbay was started. Neither bodies nor credentials are kept.',
    none: 'Nothing has been called yet.',
    caption: 'Calls of the local API, the newest first',
    columns: {
      at: 'When',
      call: 'Call',
      status: 'Status',
      client: 'Client',
      took: 'Took',
    },
    refused: 'Refused',
    nobody: '–',
  },

  limits: {
    title: 'What it does not do',
    lines: [
      'It is not reached from another machine. It listens on a loopback address only.',
      'It answers no programs of another user, where the system says whose a connection is: on Linux and Windows.',
      'It answers no web page: a call with a foreign origin or host name is refused, and so is plain HTTP.',
      'While the vault is locked it answers 423 and reads nothing. Locking ends all tokens.',
      'It does no more than both allow: the scopes of the token, and the role of whoever unlocked the vault.',
    ],
  },
};
