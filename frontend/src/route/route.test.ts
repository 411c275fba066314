import { describe, expect, it } from 'vitest';
import { href, parseRoute, type Route, sameRoute } from './route';

const routes: Route[] = [
  { page: 'overview' },
  { page: 'outgoing' },
  { page: 'mailboxes' },
  { page: 'new-mailbox' },
  { page: 'mailbox', id: 'm/1' },
  { page: 'idp' },
  { page: 'new-identity-provider' },
  { page: 'identity-provider', id: 'p/1' },
  { page: 'api' },
  { page: 'new-api-client' },
  { page: 'api-client', id: 'c/1' },
  { page: 'notifications' },
  { page: 'new-workflow-action' },
  { page: 'workflow-action', id: 'a/1' },
  { page: 'templates' },
  { page: 'new-template' },
  { page: 'default-template' },
  { page: 'template', id: 't/1' },
  { page: 'people' },
  { page: 'new-person' },
  { page: 'person', id: 'p/1' },
  { page: 'messages' },
  { page: 'gateway' },
  { page: 'reset-template' },
  { page: 'local-api' },
  { page: 'deployments' },
  { page: 'new-deployment' },
  { page: 'deployment', id: 'd1' },
  { page: 'deployment', id: 'a/b c%' },
  { page: 'keys' },
  { page: 'operators' },
  { page: 'new-operator' },
  { page: 'edit-operator', id: 'o/1' },
  { page: 'operator' },
  { page: 'audit' },
  { page: 'backup' },
  { page: 'rehearsal' },
  { page: 'settings' },
];

describe('routes', () => {
  it.each(routes.map((route) => [href(route), route] as const))(
    '%s leads there and back',
    (address, route) => {
      expect(parseRoute(address)).toEqual(route);
    },
  );

  it.each(['', '#', '#/', '#/nowhere', '#token=abc', '#/deployment'])(
    '%j is the overview',
    (address) => {
      expect(parseRoute(address)).toEqual({ page: 'overview' });
    },
  );

  it('keeps a broken escape as it is', () => {
    expect(parseRoute('#/deployments/%E0')).toEqual({ page: 'deployment', id: '%E0' });
  });

  it('compares what is shown', () => {
    expect(sameRoute({ page: 'deployment', id: 'a' }, { page: 'deployment', id: 'a' })).toBe(true);
    expect(sameRoute({ page: 'deployment', id: 'a' }, { page: 'deployment', id: 'b' })).toBe(false);
  });
});
