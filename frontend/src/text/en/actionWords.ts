/** ActionWords says one action in three ways; both sentences follow a name. */
export interface ActionWords {
  /** In a list: "Encryption key rotated". */
  title: string;
  /** After a name: "rotated the encryption key". */
  done: (subject: string) => string;
  /** After a name, when it was refused: "tried to rotate the encryption key". */
  tried: (subject: string) => string;
  /** The sentence holds the subject; it need not be said again. */
  says?: boolean;
}

/** plain is an action without a subject. */
export const plain = (title: string, done: string, attempt: string): ActionWords => ({
  title,
  done: () => done,
  tried: () => `tried to ${attempt}`,
});

/** about is an action whose sentence ends with its subject. */
export const about = (title: string, done: string, attempt: string): ActionWords => ({
  title,
  done: (subject) => `${done} ${subject}`.trimEnd(),
  tried: (subject) => `tried to ${attempt} ${subject}`.trimEnd(),
  says: true,
});
