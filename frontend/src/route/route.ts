// The addresses of the pages, as hashes: they are the same in the window and in
// the browser, and never reach a server.

export type Route =
  | { page: 'overview' }
  | { page: 'outgoing' }
  | { page: 'mailboxes' }
  | { page: 'mailbox'; id: string }
  | { page: 'new-mailbox' }
  | { page: 'idp' }
  | { page: 'identity-provider'; id: string }
  | { page: 'new-identity-provider' }
  | { page: 'api' }
  | { page: 'api-client'; id: string }
  | { page: 'new-api-client' }
  | { page: 'local-api' }
  | { page: 'deployments' }
  | { page: 'deployment'; id: string }
  | { page: 'new-deployment' }
  | { page: 'keys' }
  | { page: 'operators' }
  | { page: 'new-operator' }
  | { page: 'edit-operator'; id: string }
  | { page: 'operator' }
  | { page: 'audit' }
  | { page: 'backup' }
  | { page: 'rehearsal' }
  | { page: 'settings' };

const plain = [
  'overview',
  'outgoing',
  'mailboxes',
  'idp',
  'api',
  'local-api',
  'deployments',
  'keys',
  'operators',
  'operator',
  'audit',
  'backup',
  'rehearsal',
  'settings',
] as const;

/** parseRoute reads an address' fragment; an unknown one is the overview. */
export function parseRoute(fragment: string): Route {
  const [head = '', id] = fragment.replace(/^#?\/?/, '').split('/');
  if (head === 'mailboxes' && id === 'new') return { page: 'new-mailbox' };
  if (head === 'mailboxes' && id) return { page: 'mailbox', id: decode(id) };
  if (head === 'idp' && id === 'new') return { page: 'new-identity-provider' };
  if (head === 'idp' && id) return { page: 'identity-provider', id: decode(id) };
  if (head === 'api' && id === 'new') return { page: 'new-api-client' };
  if (head === 'api' && id) return { page: 'api-client', id: decode(id) };
  if (head === 'deployments' && id === 'new') return { page: 'new-deployment' };
  if (head === 'deployments' && id) return { page: 'deployment', id: decode(id) };
  if (head === 'operators' && id === 'new') return { page: 'new-operator' };
  if (head === 'operators' && id) return { page: 'edit-operator', id: decode(id) };
  const page = plain.find((name) => name === head);
  return page ? { page } : { page: 'overview' };
}

/** href is the address of a route. */
export function href(route: Route): string {
  switch (route.page) {
    case 'new-mailbox':
      return '#/mailboxes/new';
    case 'mailbox':
      return `#/mailboxes/${encodeURIComponent(route.id)}`;
    case 'new-identity-provider':
      return '#/idp/new';
    case 'identity-provider':
      return `#/idp/${encodeURIComponent(route.id)}`;
    case 'new-api-client':
      return '#/api/new';
    case 'api-client':
      return `#/api/${encodeURIComponent(route.id)}`;
    case 'new-deployment':
      return '#/deployments/new';
    case 'deployment':
      return `#/deployments/${encodeURIComponent(route.id)}`;
    case 'new-operator':
      return '#/operators/new';
    case 'edit-operator':
      return `#/operators/${encodeURIComponent(route.id)}`;
    default:
      return `#/${route.page}`;
  }
}

/** sameRoute compares what two routes show. */
export function sameRoute(a: Route, b: Route): boolean {
  return href(a) === href(b);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
