/** A stretch of a sentence: words, or a command to be typed as it stands. */
export interface Stretch {
  text: string;
  code: boolean;
}

/** marked splits a sentence at its backticks, which enclose commands. */
export function marked(sentence: string): Stretch[] {
  const parts = sentence.split('`');
  if (parts.length % 2 === 0) return [{ text: sentence, code: false }]; // one has no partner
  return parts
    .map((text, index) => ({ text, code: index % 2 === 1 }))
    .filter((stretch) => stretch.text !== '');
}
