import type { Route } from '../../route/route';
import type { IconName } from '../../ui/icons/paths';
import type { Act, Command } from './command';

type Single = Extract<Route, { id: string }>['page'];

/** open goes to a page that is there once, and says what for. */
export function open(page: Exclude<Route['page'], Single>, intent?: string): Act {
  return { do: 'open', route: { page }, ...(intent === undefined ? {} : { intent }) };
}

/** action is a command that does something. */
export function action(
  id: string,
  named: { title: string; also: readonly string[] },
  icon: IconName,
  act: Act,
  keys = '',
): Command {
  return { id: `action:${id}`, group: 'actions', place: '', ...named, icon, keys, act };
}
