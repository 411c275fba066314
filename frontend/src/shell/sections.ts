import type { Route } from '../route/route';
import { general as text } from '../text';
import type { IconName } from '../ui/icons/paths';

type Plain = Exclude<
  Route['page'],
  | 'mailbox'
  | 'new-mailbox'
  | 'identity-provider'
  | 'new-identity-provider'
  | 'api-client'
  | 'new-api-client'
  | 'deployment'
  | 'new-deployment'
  | 'edit-operator'
  | 'new-operator'
>;

export interface Section {
  page: Plain;
  title: string;
  icon: IconName;
}

const section = (page: Plain, icon: IconName): Section => ({
  page,
  title: text.sections[page],
  icon,
});

/** account is the operator's own page: his name at the foot of the sidebar leads there. */
export const account = section('operator', 'person');

/** groups is the sidebar, from top to bottom: only what is there. */
export const groups: readonly { title: string; sections: readonly Section[] }[] = [
  { title: '', sections: [section('overview', 'overview')] },
  {
    title: text.groups.integrations,
    sections: [
      section('outgoing', 'send'),
      section('mailboxes', 'mail'),
      section('idp', 'signin'),
      section('api', 'client'),
    ],
  },
  { title: text.groups.deliver, sections: [section('local-api', 'socket')] },
  {
    title: text.groups.vault,
    sections: [
      section('deployments', 'deployments'),
      section('keys', 'key'),
      section('operators', 'people'),
      section('audit', 'list'),
      section('backup', 'archive'),
    ],
  },
  {
    title: text.groups.tools,
    sections: [section('rehearsal', 'rehearsal'), section('settings', 'settings')],
  },
];

/** isCurrent: the page of one mailbox, deployment or operator belongs to the list of them. */
export function isCurrent(page: Plain, route: Route): boolean {
  if (route.page === 'mailbox' || route.page === 'new-mailbox') return page === 'mailboxes';
  if (route.page === 'identity-provider' || route.page === 'new-identity-provider') {
    return page === 'idp';
  }
  if (route.page === 'api-client' || route.page === 'new-api-client') return page === 'api';
  if (route.page === 'deployment' || route.page === 'new-deployment') return page === 'deployments';
  if (route.page === 'edit-operator' || route.page === 'new-operator') return page === 'operators';
  return page === route.page;
}
