import type { APIScope } from '../../bridge/apiClients';

/** others are the scopes that the local API does not know. */
export function others(scopes: readonly string[], known: readonly APIScope[]): string[] {
  return scopes.filter((scope) => !known.some((one) => one.name === scope));
}

/** toggled has a scope in the list, or not in it; the others keep their places. */
export function toggled(scopes: readonly string[], name: string, on: boolean): string[] {
  const rest = scopes.filter((scope) => scope !== name);
  return on ? [...rest, name] : rest;
}

/** withOthers replaces those that the local API does not know; what it knows stays. */
export function withOthers(
  scopes: readonly string[],
  known: readonly APIScope[],
  typed: readonly string[],
): string[] {
  const kept = scopes.filter((scope) => known.some((one) => one.name === scope));
  return [...kept, ...typed.filter((scope) => !kept.includes(scope))];
}
