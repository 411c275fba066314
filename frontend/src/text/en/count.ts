/** number spells a count for reading. */
export const number = (count: number): string => count.toLocaleString('en');

/** plural is a count with the word for what is counted. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

/** boxes counts mailboxes. */
export const boxes = (count: number): string => plural(count, 'mailbox', 'mailboxes');
