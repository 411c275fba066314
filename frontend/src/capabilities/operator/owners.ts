import type { OperatorRow } from '../../bridge/operators';

// A sentence that says whom to ask has no room for more.
const most = 3;

/** ownersOf names owners to ask: those who have unlocked the vault before come first. */
export function ownersOf(list: readonly Pick<OperatorRow, 'name' | 'role' | 'mustChange'>[]) {
  const owners = list.filter((one) => one.role === 'owner');
  const here = owners.filter((one) => !one.mustChange);
  return (here.length > 0 ? here : owners).slice(0, most).map((one) => one.name);
}
