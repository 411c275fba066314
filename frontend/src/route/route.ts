// The addresses of the pages, as hashes: they are the same in the window and in
// the browser, and never reach a server.

const plain = [
  'overview',
  'outgoing',
  'mailboxes',
  'idp',
  'api',
  'notifications',
  'templates',
  'people',
  'messages',
  'local-api',
  'deployments',
  'keys',
  'operators',
  'operator',
  'gateway',
  'audit',
  'backup',
  'rehearsal',
  'settings',
] as const;

type Below =
  | 'new-mailbox'
  | 'new-identity-provider'
  | 'new-api-client'
  | 'new-workflow-action'
  | 'new-template'
  | 'default-template'
  | 'new-person'
  | 'reset-template'
  | 'new-deployment'
  | 'new-operator';

type OfOne =
  | 'mailbox'
  | 'identity-provider'
  | 'api-client'
  | 'workflow-action'
  | 'template'
  | 'person'
  | 'deployment'
  | 'edit-operator';

/** PlainPage is a page of its own in the sidebar. */
export type PlainPage = (typeof plain)[number];

/** Route is a page; that of one thing names it. */
export type Route = { page: PlainPage | Below } | { page: OfOne; id: string };

/** parseRoute reads an address' fragment; an unknown one is the overview. */
export function parseRoute(fragment: string): Route {
  const [head = '', id] = fragment.replace(/^#?\/?/, '').split('/');
  if (head === 'mailboxes' && id === 'new') return { page: 'new-mailbox' };
  if (head === 'mailboxes' && id) return { page: 'mailbox', id: decode(id) };
  if (head === 'idp' && id === 'new') return { page: 'new-identity-provider' };
  if (head === 'idp' && id) return { page: 'identity-provider', id: decode(id) };
  if (head === 'api' && id === 'new') return { page: 'new-api-client' };
  if (head === 'api' && id) return { page: 'api-client', id: decode(id) };
  if (head === 'notifications' && id === 'new') return { page: 'new-workflow-action' };
  if (head === 'notifications' && id) return { page: 'workflow-action', id: decode(id) };
  if (head === 'templates' && id === 'new') return { page: 'new-template' };
  if (head === 'templates' && id === 'default') return { page: 'default-template' };
  if (head === 'templates' && id) return { page: 'template', id: decode(id) };
  if (head === 'people' && id === 'new') return { page: 'new-person' };
  if (head === 'people' && id) return { page: 'person', id: decode(id) };
  if (head === 'gateway' && id === 'template') return { page: 'reset-template' };
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
    case 'new-workflow-action':
      return '#/notifications/new';
    case 'workflow-action':
      return `#/notifications/${encodeURIComponent(route.id)}`;
    case 'new-template':
      return '#/templates/new';
    case 'default-template':
      return '#/templates/default';
    case 'template':
      return `#/templates/${encodeURIComponent(route.id)}`;
    case 'new-person':
      return '#/people/new';
    case 'person':
      return `#/people/${encodeURIComponent(route.id)}`;
    case 'reset-template':
      return '#/gateway/template';
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
