import type { PlainPage, Route } from '../route/route';
import { general as text } from '../text';
import type { IconName } from '../ui/icons/paths';

export interface Section {
  page: PlainPage;
  title: string;
  icon: IconName;
}

const section = (page: PlainPage, icon: IconName): Section => ({
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
  {
    title: text.groups.messages,
    sections: [
      section('notifications', 'bell'),
      section('templates', 'document'),
      section('people', 'contact'),
      section('messages', 'message'),
    ],
  },
  { title: text.groups.deliver, sections: [section('local-api', 'socket')] },
  {
    title: text.groups.vault,
    sections: [
      section('deployments', 'deployments'),
      section('keys', 'key'),
      section('operators', 'people'),
      section('gateway', 'gateway'),
      section('audit', 'list'),
      section('backup', 'archive'),
    ],
  },
  {
    title: text.groups.tools,
    sections: [section('rehearsal', 'rehearsal'), section('settings', 'settings')],
  },
];

// The page of one thing belongs to the list of them.
const lists: Partial<Record<Route['page'], PlainPage>> = {
  mailbox: 'mailboxes',
  'new-mailbox': 'mailboxes',
  'identity-provider': 'idp',
  'new-identity-provider': 'idp',
  'api-client': 'api',
  'new-api-client': 'api',
  'workflow-action': 'notifications',
  'new-workflow-action': 'notifications',
  template: 'templates',
  'default-template': 'templates',
  'new-template': 'templates',
  person: 'people',
  'new-person': 'people',
  'reset-template': 'gateway',
  deployment: 'deployments',
  'new-deployment': 'deployments',
  'edit-operator': 'operators',
  'new-operator': 'operators',
};

/** isCurrent: the page of one mailbox, deployment or operator belongs to the list of them. */
export function isCurrent(page: PlainPage, route: Route): boolean {
  return page === (lists[route.page] ?? route.page);
}

/** isOfMessages: the page is one of the group Messages. */
export function isOfMessages(route: Route): boolean {
  const pages = ['notifications', 'templates', 'people', 'messages'] as const;
  return pages.some((page) => isCurrent(page, route));
}
