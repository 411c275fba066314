type Page =
  'outgoing' | 'mailboxes' | 'idp' | 'api' | 'notifications' | 'gateway' | 'local-api' | 'settings';

const pages: Partial<Record<string, Page>> = {
  outgoing: 'outgoing',
  mailboxes: 'mailboxes',
  idp: 'idp',
  api: 'api',
  notifications: 'notifications',
  gateway: 'gateway',
  localapi: 'local-api',
  handover: 'outgoing',
  network: 'settings',
};

/** pageOf is where an integration with stored secrets is set up. */
export function pageOf(kind: string): Page | undefined {
  return pages[kind];
}
