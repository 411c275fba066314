import type { Integration } from '../bridge/deployments';
import type { Light } from '../bridge/light';

// What a person should see first, when several stand behind one section.
const order: readonly Light[] = [
  'failed',
  'stale',
  'warned',
  'never',
  'proved',
  'disabled',
  'missing',
];

/** worstByKind is the light of each section: of several integrations, the one in the worst state. */
export function worstByKind(integrations: readonly Integration[]): Map<string, Integration> {
  const worst = new Map<string, Integration>();
  for (const one of integrations) {
    const known = worst.get(one.kind);
    if (!known || order.indexOf(one.light) < order.indexOf(known.light)) worst.set(one.kind, one);
  }
  return worst;
}
