import type { RehearsalMessage } from '../../bridge/rehearsal';

/** matching keeps the messages whose subject or addresses hold all the words. */
export function matching(
  messages: readonly RehearsalMessage[],
  words: string,
): readonly RehearsalMessage[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return messages;
  return messages.filter((message) => {
    const text = [message.subject, message.from, ...(message.to ?? [])].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
