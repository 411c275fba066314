import type { OAuth2Draft } from '../bridge/outgoing';
import type {
  Provider,
  ProviderOAuth2,
  ProviderRegion,
  ProviderServer,
  ProviderWarning,
} from '../bridge/providers';
import { type AccountDraft, addressOf, filled } from './draft';
import { type Kind, portText } from './kind';
import { localPart } from './server';

/** ProviderChoice is what a provider leaves open. */
export interface ProviderChoice {
  /** Which of the provider's servers of the kind. */
  server: number;
  /** Empty for a provider without regions. */
  region: string;
  /** The organisation's ID or domain, for endpoints that name it. */
  tenant: string;
  /** One of signInsOf. */
  signIn: string;
}

/** serversOf are the provider's servers for a kind of account. */
export function serversOf(provider: Provider, kind: Kind): readonly ProviderServer[] {
  return provider[kind.protocol] ?? [];
}

/** offeredFor are the providers whose mailboxes can be read, or all of those that send. */
export function offeredFor(list: readonly Provider[], kind: Kind): readonly Provider[] {
  return kind.protocol === 'smtp' ? list : list.filter((one) => serversOf(one, kind).length > 0);
}

/** firstChoice is the best of everything that can be chosen. */
export function firstChoice(provider: Provider, kind: Kind): ProviderChoice {
  const host = serversOf(provider, kind)[0]?.host;
  const regions = provider.regions ?? [];
  const region = regions.find((one) => regionHost(one, kind) === host) ?? regions[0];
  return {
    server: 0,
    region: region?.id ?? '',
    tenant: '',
    signIn: signInsOf(provider, kind)[0] ?? '',
  };
}

const regionHost = (region: ProviderRegion, kind: Kind) =>
  kind.protocol === 'smtp' ? region.smtpHost : region.imapHost;

/**
 * signInsOf lists the ways to sign in, best first. OAuth 2.0 is one for a person
 * and another for the application, as far as the provider allows them.
 */
export function signInsOf(provider: Provider, kind: Kind): readonly string[] {
  const all = (provider.signIn ?? []).map(spelled).flatMap((name) => {
    if (name !== 'oauth2') return [name];
    const both = [];
    if (provider.oauth2 && personScope(provider.oauth2, kind)) both.push('oauth2-person');
    if (provider.oauth2?.appScope) both.push('oauth2-application');
    return both.length > 0 ? both : ['oauth2-person'];
  });
  // Nobody reads a mailbox without signing in.
  return kind.protocol === 'imap' ? all.filter((name) => name !== 'none') : all;
}

const personScope = (oauth2: ProviderOAuth2, kind: Kind) =>
  kind.protocol === 'smtp' ? oauth2.scopeSmtp : oauth2.scopeImap;

const spelled = (method: string) => method.replaceAll('_', '-');

/** hostOf is the server's host in the chosen region. */
export function hostOf(provider: Provider, choice: ProviderChoice, kind: Kind): string {
  const region = (provider.regions ?? []).find((one) => one.id === choice.region);
  const host = serversOf(provider, kind)[choice.server]?.host ?? '';
  return (region && regionHost(region, kind)) || host;
}

/** needsTenant: the endpoints of the chosen sign-in name an organisation. */
export function needsTenant(provider: Provider, choice: ProviderChoice): boolean {
  return choice.signIn.startsWith('oauth2') && (provider.oauth2?.needsTenant ?? false);
}

/** complete: nothing is missing that only the person knows. */
export function complete(provider: Provider, choice: ProviderChoice): boolean {
  return (
    choice.signIn !== 'oauth2-application' ||
    !needsTenant(provider, choice) ||
    choice.tenant.trim() !== ''
  );
}

/** applyProvider fills server and sign-in of a draft. */
export function applyProvider<T extends AccountDraft>(
  draft: T,
  provider: Provider,
  choice: ProviderChoice,
  kind: Kind,
): T {
  const server = serversOf(provider, kind)[choice.server];
  const token = choice.signIn.startsWith('oauth2');
  return filled(draft, {
    ...draft,
    host: hostOf(provider, choice, kind),
    ...(server
      ? {
          security: server.security,
          port: portText(kind, server.port, server.security),
          user: userOf(server, draft, addressOf(draft, kind)),
        }
      : {}),
    auth: token ? 'oauth2' : choice.signIn === 'none' ? 'none' : 'password',
    oauth2:
      token && provider.oauth2
        ? endpoints(draft.oauth2, provider.oauth2, choice, kind)
        : draft.oauth2,
  });
}

// The account's own address is what an empty user name stands for.
function userOf(server: ProviderServer, draft: AccountDraft, address: string): string {
  if (server.user === 'fixed') return server.fixedUser;
  if (server.user.startsWith('local')) return localPart(draft.user || address);
  return draft.user.includes('@') ? draft.user : '';
}

/** anyOrganisation stands in endpoints for the organisation of whoever signs in. */
const anyOrganisation = 'organizations';

function endpoints(
  draft: OAuth2Draft,
  known: ProviderOAuth2,
  choice: ProviderChoice,
  kind: Kind,
): OAuth2Draft {
  const tenant = encodeURIComponent(choice.tenant.trim() || anyOrganisation);
  const at = (url: string) => url.replaceAll('{tenant}', tenant);
  const application = choice.signIn === 'oauth2-application';
  return {
    ...draft,
    grant: application ? 'client_credentials' : 'refresh_token',
    tokenUrl: at(known.tokenUrl),
    authUrl: at(known.authUrl),
    deviceUrl: at(known.deviceUrl),
    scope: application ? known.appScope : personScope(known, kind),
  };
}

/** warningsOf are those that a kind of account is concerned by. */
export function warningsOf(provider: Provider, kind: Kind): readonly ProviderWarning[] {
  return (provider.warnings ?? []).filter((one) => ['', kind.protocol].includes(one.protocol));
}

/** matching are the providers that a search means, the best first. */
export function matching(list: readonly Provider[], query: string): readonly Provider[] {
  const words = query.trim().toLowerCase();
  if (words === '') return list;
  const wanted = words.includes('@') ? words.slice(words.lastIndexOf('@') + 1) : words;
  return list
    .map((provider, at) => ({ provider, at, score: score(provider, wanted) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map((one) => one.provider);
}

function score(provider: Provider, wanted: string): number {
  const name = provider.name.toLowerCase();
  const domains = provider.domains ?? [];
  if (domains.includes(wanted)) return 5;
  if (name.startsWith(wanted)) return 4;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 3;
  if (name.includes(wanted) || provider.id.includes(wanted)) return 2;
  const hosts = [...(provider.smtp ?? []), ...(provider.imap ?? [])].map((server) => server.host);
  return [...domains, ...hosts].some((one) => one.includes(wanted)) ? 1 : 0;
}
