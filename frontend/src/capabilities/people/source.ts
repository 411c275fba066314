import { Fault } from '../../bridge/fault';
import type { people, PeopleImportReport } from '../../bridge/people';
import { binaryPieces, type Content } from '../../importing/content';
import type { Source } from '../../importing/importing.svelte';
import { people as text } from '../../text';

type Calls = Pick<typeof people, 'importPart' | 'previewImport' | 'import' | 'discardImport'>;

/** sourceOf imports people of a deployment. In which encoding a file is, Go finds. */
export function sourceOf(
  deploymentId: string,
  calls: Calls,
): Source<PeopleImportReport, PeopleImportReport> {
  return {
    read: readContent,
    part: (handle, content) => calls.importPart({ deploymentId, handle, content }),
    preview: (handle) => calls.previewImport({ deploymentId, handle, withoutBad: false }),
    store: (handle, withoutBad) => calls.import({ deploymentId, handle, withoutBad }),
    discard: (handle) => calls.discardImport(handle),
    idle: ({ new: made, changed }) => made + changed === 0,
    stale: ['notify.import_stale'],
  };
}

async function readContent(file: Blob): Promise<Content> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) {
    throw new Fault({ code: 'page.import_empty', kind: 'invalid', ...text.importing.empty });
  }
  return { size: bytes.length, sealed: false, pieces: binaryPieces(bytes) };
}
