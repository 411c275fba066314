import type { Deployment, Integration } from '../../bridge/deployments';
import { fieldIntent } from '../../route/intent';
import type { Route } from '../../route/route';
import { general, outgoing as outgoingText } from '../../text';
import { palette as text } from '../../text/en/palette';
import { account, groups } from '../sections';
import type { ThemeChoice } from '../theme.svelte';
import { action, open } from './action';
import { apiCommands } from './apiClients';
import type { Act, Command } from './command';
import {
  clientFields,
  deploymentFields,
  mailboxFields,
  outgoingFields,
  providerFields,
  settingsFields,
} from './fields';
import { gatewayCommands } from './gateway';
import { providerCommands } from './identityProviders';
import { mailboxCommands } from './mailboxes';
import { messageCommands } from './messages';

/** Situation is what decides which commands there are now. */
export interface Situation {
  /** The operator's role: "owner", "editor" or "viewer". */
  role: string;
  list: readonly Deployment[];
  current: Deployment | undefined;
  integrations: readonly Integration[];
  /** The page that is shown. */
  route: Route;
  /** It has changes that are not saved. */
  unsaved: boolean;
  proving: boolean;
  rotating: boolean;
  theme: ThemeChoice;
}

/** commandsFor lists everything that the operator can reach and do now. */
export function commandsFor(now: Situation): Command[] {
  return [...actions(now), ...pages(), ...deployments(now), ...fields(now)];
}

const mayEdit = (now: Situation) => now.role !== 'viewer';

function pages(): Command[] {
  const sections = [...groups.flatMap((group) => group.sections), account];
  return sections.map(({ page, title, icon }) => ({
    id: `page:${page}`,
    group: 'pages',
    title,
    place: '',
    also: text.pages[page] ?? [],
    icon,
    keys: '',
    act: { do: 'open', route: { page } },
  }));
}

function deployments({ list, current }: Situation): Command[] {
  const others = list.filter((one) => one.id !== current?.id);
  return others.map((one) => ({
    id: `deployment:${one.id}`,
    group: 'deployments',
    title: text.actions.switchTo(one.name),
    place: general.environment(one.environment),
    also: [one.name, one.tenantId, one.hostname],
    icon: 'deployments',
    keys: '',
    act: { do: 'switch', deployment: one.id },
  }));
}

function fields(now: Situation): Command[] {
  const { current } = now;
  const ofDeployment =
    current && mayEdit(now)
      ? [
          ...clientFields(now.route),
          ...outgoingFields(),
          ...mailboxFields(now.route),
          ...providerFields(now.route),
          ...deploymentFields(current.id, current.name),
        ]
      : [];
  return [...ofDeployment, ...settingsFields(mayEdit(now))];
}

function actions(now: Situation): Command[] {
  return [
    // What the page shown can do comes before its namesakes elsewhere.
    ...mailboxCommands(now, mayEdit(now)),
    ...providerCommands(now, mayEdit(now)),
    ...apiCommands(now, mayEdit(now)),
    ...messageCommands(now, mayEdit(now)),
    ...mail(now),
    ...proving(now),
    ...vault(now),
    ...gatewayCommands(now),
    ...keeping(now),
    action('rehearse', text.actions.rehearse, 'rehearsal', open('rehearsal', 'start')),
    action('fault', text.actions.fault, 'rehearsal', open('rehearsal', fieldIntent('fault'))),
    ...themes(now),
    action('lock', text.actions.lock, 'lock', { do: 'lock' }, text.keys.lock),
  ];
}

function mail(now: Situation): Command[] {
  const server = now.integrations.find((one) => one.kind === 'outgoing');
  if (!now.current || !server) return [];
  const place = general.sections.outgoing;
  const configured = server.light !== 'missing';
  const all = [...(configured ? checks() : []), ...(mayEdit(now) ? changes(now, configured) : [])];
  return all.map((one) => ({ ...one, place }));
}

// What proves and changes nothing.
function checks(): Command[] {
  const tests = [...outgoingText.levels].reverse().map(({ value, label }) => {
    const named = { title: label, also: text.tests[value] ?? [] };
    const keys = value === 'send' ? text.keys.test : '';
    return action(`test-${value}`, named, 'send', open('outgoing', `test-${value}`), keys);
  });
  return [
    ...tests,
    action('permissions', text.actions.permissions, 'person', open('outgoing', 'permissions')),
    action('sender', text.actions.sender, 'shield', open('outgoing', 'sender')),
  ];
}

function changes({ route, unsaved }: Situation, configured: boolean): Command[] {
  const named = configured ? text.actions.edit : text.actions.setUp;
  const save = action('save', text.actions.save, 'save', open('outgoing', 'save'), text.keys.save);
  const cancel = action('cancel', text.actions.cancel, 'cross', open('outgoing', 'cancel'));
  const push = action('push', text.actions.push, 'push', open('outgoing', 'push'));
  const remove = action('remove', text.actions.remove, 'trash', open('outgoing', 'remove'));
  return [
    ...(unsaved && route.page === 'outgoing' ? [save, cancel] : []),
    action('edit', named, 'edit', open('outgoing', 'edit')),
    ...(configured ? [push] : []),
    action('provider', text.actions.provider, 'mail', open('outgoing', 'provider')),
    action('discover', text.actions.discover, 'search', open('outgoing', 'discover')),
    ...(configured ? [remove] : []),
  ];
}

function proving(now: Situation): Command[] {
  if (now.proving) {
    return [action('prove', text.actions.cancelProving, 'stop', { do: 'cancel-proving' })];
  }
  const any = now.integrations.some((one) => one.light !== 'missing');
  return any ? [action('prove', text.actions.prove, 'play', { do: 'prove' })] : [];
}

function vault(now: Situation): Command[] {
  const { current } = now;
  const changing = mayEdit(now)
    ? [action('add-deployment', text.actions.newDeployment, 'plus', open('new-deployment'))]
    : [];
  if (current && mayEdit(now)) {
    const act: Act = { do: 'open', route: { page: 'deployment', id: current.id }, intent: 'edit' };
    const named = text.actions.editDeployment(current.name);
    changing.push(action('edit-deployment', named, 'edit', act));
  }
  if (now.role === 'owner' && !now.rotating) {
    changing.push(action('rotate', text.actions.rotate, 'rotate', open('keys', 'rotate')));
  }
  return [...changing, ...operators(now)];
}

function operators({ role }: Situation): Command[] {
  const own = open('operator', fieldIntent('current'));
  const password = action('password', text.actions.password, 'person', own);
  if (role !== 'owner') return [password];
  const key = open('operator', fieldIntent('password'));
  return [
    password,
    action('add-operator', text.actions.newOperator, 'plus', open('new-operator')),
    action('recovery-key', text.actions.recoveryKey, 'key', key),
  ];
}

// What keeps the vault, and what shows that it is whole.
function keeping(now: Situation): Command[] {
  const { backup, restore, verify, verifyJournal } = text.actions;
  return [
    ...(mayEdit(now) ? [action('backup', backup, 'archive', open('backup', 'make'))] : []),
    ...(now.role === 'owner'
      ? [action('restore', restore, 'archive', open('backup', 'restore'))]
      : []),
    action('verify', verify, 'shield', open('backup', 'verify')),
    action('verify-journal', verifyJournal, 'list', open('audit', 'verify')),
  ];
}

function themes(now: Situation): Command[] {
  const choices = ['system', 'light', 'dark'] as const;
  return choices
    .filter((theme) => theme !== now.theme)
    .map((theme) => {
      const named = { title: text.actions.theme[theme], also: text.fields.settings['theme'] ?? [] };
      return action(`theme-${theme}`, named, 'settings', { do: 'theme', theme });
    });
}
