import { general } from '../../text';
import { palette as text } from '../../text/en/palette';
import { action, open } from './action';
import type { Act, Command } from './command';
import type { Situation } from './commands';

/** apiCommands are what can be done with the API client shown, to get one, and with the API. */
export function apiCommands(now: Situation, mayEdit: boolean): Command[] {
  const here = general.sections.api;
  const clients = now.current ? [...ofTheOne(now, mayEdit), ...ofAll(mayEdit)] : [];
  return [...clients.map((one) => ({ ...one, place: here })), ...ofTheAPI(mayEdit)];
}

function ofTheOne({ route, unsaved }: Situation, mayEdit: boolean): Command[] {
  if (route.page !== 'api-client' && route.page !== 'new-api-client') return [];
  const here = (intent: string): Act => ({ do: 'open', route, intent });
  const { actions, keys } = text;
  const stored = route.page === 'api-client' && mayEdit;
  const save = action('save-client', actions.saveClient, 'save', here('save'), keys.save);
  const edit = action('edit-client', actions.editClient, 'edit', here('edit'));
  const rotate = action('rotate-client', actions.rotateClient, 'rotate', here('rotate'));
  const cancel = action('cancel-client', actions.cancel, 'cross', here('cancel'));
  const remove = action('remove-client', actions.removeClient, 'trash', here('remove'));
  return [
    action('test-client', actions.testClient, 'play', here('test'), keys.test),
    ...(unsaved ? [save, cancel] : []),
    ...(stored ? [edit, ...(unsaved ? [] : [rotate]), remove] : []),
  ];
}

function ofAll(mayEdit: boolean): Command[] {
  return mayEdit
    ? [action('add-client', text.actions.addClient, 'plus', open('new-api-client'))]
    : [];
}

function ofTheAPI(mayEdit: boolean): Command[] {
  if (!mayEdit) return [];
  const place = general.sections['local-api'];
  const start = action('start-api', text.actions.startAPI, 'play', open('local-api', 'start'));
  return [{ ...start, place }];
}
