/** within is a title in the midst of a sentence: it begins small, unless it begins with initials. */
export function within(title: string): string {
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
