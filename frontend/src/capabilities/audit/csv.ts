import type { AuditEntry } from '../../bridge/audit';
import { audit as text } from '../../text';

// A spreadsheet takes a file without this mark for one in the system's old encoding.
const byteOrderMark = '\uFEFF';

/** csv is the journal for a spreadsheet (RFC 4180), in the order of the entries. */
export function csv(
  entries: readonly AuditEntry[],
  deploymentName: (id: string) => string,
): string {
  const rows = entries.map((entry) => [
    String(entry.sequence),
    entry.at,
    entry.operator,
    entry.via,
    text.change(entry.action),
    entry.action,
    entry.refused ? text.csv.yes : text.csv.no,
    deploymentName(entry.deployment),
    entry.subject,
    entry.detail,
  ]);
  return byteOrderMark + [text.csv.columns, ...rows].map(line).join('');
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

// A name that begins like a formula must stay a name when the file is opened: a
// spreadsheet shows the apostrophe's cell as text.
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
