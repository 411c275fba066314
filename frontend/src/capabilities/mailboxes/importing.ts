import type { MailboxImported, MailboxImportPreview, mailboxes } from '../../bridge/mailboxes';
import type { Source } from '../../importing/importing.svelte';
import { readContent } from './file';

type Calls = Pick<typeof mailboxes, 'importPart' | 'previewImport' | 'import' | 'discardImport'>;

/** sourceOf imports mailboxes of a deployment. */
export function sourceOf(
  deploymentId: string,
  calls: Calls,
): Source<MailboxImportPreview, MailboxImported> {
  return {
    read: readContent,
    part: (handle, text, sealed) => calls.importPart({ deploymentId, handle, text, sealed }),
    preview: (handle, passphrase) => calls.previewImport({ deploymentId, handle, passphrase }),
    store: (handle, withoutBad) => calls.import({ deploymentId, handle, withoutBad }),
    discard: (handle) => calls.discardImport(handle),
    idle: ({ new: made, changed, newAliases, changedAliases }) =>
      made + changed + newAliases + changedAliases === 0,
  };
}
