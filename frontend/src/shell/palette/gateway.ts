import { general } from '../../text';
import { palette as text } from '../../text/en/palette';
import { action, open } from './action';
import type { Command } from './command';
import type { Situation } from './commands';

/** gatewayCommands are what can be done with the mails of the vault itself: owners change them. */
export function gatewayCommands({ role, route, unsaved }: Situation): Command[] {
  const { actions, keys } = text;
  const prove = action('prove-gateway', actions.proveGateway, 'send', open('gateway', 'test-send'));
  const place = general.sections.gateway;
  if (role !== 'owner') return [{ ...prove, place }];
  const save = action(
    'save-gateway',
    actions.saveGateway,
    'save',
    open('gateway', 'save'),
    keys.save,
  );
  const cancel = action('cancel-gateway', actions.cancel, 'cross', open('gateway', 'cancel'));
  const all = [
    prove,
    ...(unsaved && route.page === 'gateway' ? [save, cancel] : []),
    action('edit-gateway', actions.editGateway, 'edit', open('gateway', 'edit')),
    action('reset-template', actions.resetTemplate, 'edit', open('reset-template')),
  ].map((one) => ({ ...one, place }));
  const reset = action('reset-password', actions.resetPassword, 'key', open('operators'));
  return [...all, { ...reset, place: general.sections.operators }];
}
