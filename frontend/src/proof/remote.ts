import type { Finding } from '../bridge/proof';

// IMAP sets the code of an answer in brackets (RFC 3501 §7.1), SMTP an enhanced one bare (RFC 2034).
const bracketed = ['OK', 'NO', 'BAD', 'BYE', 'PREAUTH'];

/** remoteWords are the other side's own words, as it wrote them. */
export function remoteWords(remote: Finding['remote']): string {
  if (!remote) return '';
  const { code, enhanced, text } = remote;
  const more = enhanced && bracketed.includes(code) ? `[${enhanced}]` : enhanced;
  return [code, more, text].filter(Boolean).join(' ');
}
