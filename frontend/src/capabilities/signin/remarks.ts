import type { IdentityProviderRemark } from '../../bridge/identityProviders';
import { identityProvider as text } from '../../text/en/identityProvider';
import { sentence } from '../../text/sentence';
import { fieldOfDocument } from './draft';

/** cautionOf is what should be seen to at a field, as one text. */
export function cautionOf(
  remarks: readonly IdentityProviderRemark[] | null | undefined,
  field: string,
): string | undefined {
  const found = (remarks ?? []).filter(
    (one) => one.severity !== 'hint' && fieldOfDocument(one.field) === field,
  );
  return found.length === 0 ? undefined : found.map(words).join(' ');
}

/** notesOf are what is good to know about a field. */
export function notesOf(
  remarks: readonly IdentityProviderRemark[] | null | undefined,
  field: string,
): readonly string[] {
  return (remarks ?? [])
    .filter((one) => one.severity === 'hint' && fieldOfDocument(one.field) === field)
    .map(words);
}

const words = ({ message, remedy, unverified }: IdentityProviderRemark): string =>
  [sentence(message), sentence(remedy), unverified ? text.unverified : '']
    .filter((part) => part !== '')
    .join(' ');
