/** moment is an RFC 3339 time as a date that tells one backup from another. */
export function moment(at: string): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
}
