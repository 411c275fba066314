import { partsOf } from './chips';

/**
 * isLink tells at once what could be a link: a whole address, or a placeholder that is
 * one. Go has the last word: it knows what else an address must not hold.
 */
export function isLink(address: string, links: readonly { name: string }[]): boolean {
  const [first, ...more] = partsOf(address.trim());
  if (first?.name !== undefined) {
    return more.length === 0 && links.some(({ name }) => name === first.name);
  }
  return /^(?:https?:\/\/[^\s/?#]+|mailto:\S)/i.test(first?.text ?? '');
}
