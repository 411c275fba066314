import type { FieldFault } from '../../bridge/fault';
import { sentence } from '../../text/sentence';

/** remarkOn is what is good to know about a field, as one text. */
export function remarkOn(remarks: readonly FieldFault[], field: string): string | undefined {
  const found = remarks.filter((one) => one.name === field).map((one) => sentence(one.message));
  return found.length === 0 ? undefined : found.join(' ');
}
