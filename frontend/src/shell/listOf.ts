import type { PlainPage, Route } from '../route/route';

/**
 * listOf is where to be when another deployment is chosen on the page of one
 * thing: the thing is of the deployment that was left.
 */
export function listOf(page: Route['page']): PlainPage | undefined {
  return lists[page];
}

const lists: Partial<Record<Route['page'], PlainPage>> = {
  deployment: 'overview',
  'new-deployment': 'overview',
  mailbox: 'mailboxes',
  'identity-provider': 'idp',
  'api-client': 'api',
  'workflow-action': 'notifications',
  template: 'templates',
  person: 'people',
};
