import { expect, it } from 'vitest';
import type { Integration } from '../bridge/deployments';
import type { Light } from '../bridge/light';
import { worstByKind } from './lights';

const one = (kind: string, light: Light, target = light): Integration => ({
  kind,
  title: '',
  target,
  light,
  summary: '',
  level: '',
  provedAt: '',
});

it('shows the worst of several', () => {
  const found = worstByKind([
    one('outgoing', 'proved'),
    one('mailboxes', 'proved'),
    one('mailboxes', 'failed'),
    one('mailboxes', 'stale'),
  ]);
  expect(found.get('outgoing')?.light).toBe('proved');
  expect(found.get('mailboxes')?.light).toBe('failed');
});

it('keeps the first of equals', () => {
  const found = worstByKind([one('mailboxes', 'never', 'stale'), one('mailboxes', 'never')]);
  expect(found.get('mailboxes')?.target).toBe('stale');
});
