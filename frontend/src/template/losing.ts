import { template as text } from '../text/en/template';

const most = 6;

/** losing words what would be lost: elements, and attributes of elements that stay. */
export function losing(losses: readonly string[]): string {
  const words = losses
    .filter((name) => !name.includes(' ') || !losses.includes(name.split(' ', 1)[0] ?? ''))
    .map((name) => {
      const [element = '', attribute] = name.split(' ');
      if (name === 'order') return text.order;
      if (name === '<!--') return text.comment;
      return attribute === undefined ? text.element(element) : text.attribute(attribute, element);
    });
  const named = words.slice(0, most).join(', ');
  return words.length > most ? `${named}, …` : named;
}
