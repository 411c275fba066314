import { expect, it } from 'vitest';
import { href, parseRoute } from '../route/route';
import { groups, isCurrent } from './sections';

it('links every section to a page of its own', () => {
  const pages = groups.flatMap((group) => group.sections.map((section) => section.page));
  expect(new Set(pages).size).toBe(pages.length);
  for (const page of pages) expect(parseRoute(href({ page }))).toEqual({ page });
});

it('counts the page of one thing to the list of them', () => {
  expect(isCurrent('mailboxes', { page: 'mailbox', id: 'm1' })).toBe(true);
  expect(isCurrent('mailboxes', { page: 'new-mailbox' })).toBe(true);
  expect(isCurrent('idp', { page: 'identity-provider', id: 'p1' })).toBe(true);
  expect(isCurrent('idp', { page: 'new-identity-provider' })).toBe(true);
  expect(isCurrent('api', { page: 'api-client', id: 'c1' })).toBe(true);
  expect(isCurrent('api', { page: 'new-api-client' })).toBe(true);
  expect(isCurrent('notifications', { page: 'new-workflow-action' })).toBe(true);
  expect(isCurrent('templates', { page: 'default-template' })).toBe(true);
  expect(isCurrent('people', { page: 'person', id: 'p1' })).toBe(true);
  expect(isCurrent('gateway', { page: 'reset-template' })).toBe(true);
  expect(isCurrent('templates', { page: 'reset-template' })).toBe(false);
  expect(isCurrent('local-api', { page: 'api' })).toBe(false);
  expect(isCurrent('deployments', { page: 'deployment', id: 'd1' })).toBe(true);
  expect(isCurrent('deployments', { page: 'new-deployment' })).toBe(true);
  expect(isCurrent('operators', { page: 'edit-operator', id: 'o1' })).toBe(true);
  expect(isCurrent('operators', { page: 'new-operator' })).toBe(true);
  expect(isCurrent('operator', { page: 'new-operator' })).toBe(false);
  expect(isCurrent('overview', { page: 'deployment', id: 'd1' })).toBe(false);
});
