import type { Route } from '../../route/route';
import type { IconName } from '../../ui/icons/paths';
import type { ThemeChoice } from '../theme.svelte';

export type Group = 'actions' | 'pages' | 'deployments' | 'fields';

/** Act is what choosing a command does; the frame carries it out. */
export type Act =
  | { do: 'open'; route: Route; intent?: string }
  | { do: 'switch'; deployment: string }
  | { do: 'theme'; theme: ThemeChoice }
  | { do: 'prove' | 'cancel-proving' | 'lock' };

/** Command is one line of the palette. */
export interface Command {
  /** The same in every session: what was chosen lately is remembered by it. */
  id: string;
  group: Group;
  title: string;
  /** The page it is on, or whatever else tells it from its namesakes. */
  place: string;
  /** Further names it is found by. */
  also: readonly string[];
  icon: IconName;
  /** The keys that do the same. */
  keys: string;
  act: Act;
}
