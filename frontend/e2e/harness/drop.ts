import type { Locator } from '@playwright/test';

/** pixel is the smallest image there is, in base64. */
export const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

interface Dropped {
  name: string;
  type: string;
  /** In base64. */
  data?: string;
  /** Bytes of nothing, where the content does not matter. */
  size?: number;
}

/** dropFile lets a file fall onto something, as from a folder of the system. */
export async function dropFile(target: Locator, file: Dropped): Promise<void> {
  const box = await target.boundingBox();
  const at = { clientX: (box?.x ?? 0) + 120, clientY: (box?.y ?? 0) + 130 };
  const dataTransfer = await target.page().evaluateHandle(({ name, type, data, size }) => {
    const bytes = data
      ? Uint8Array.from(atob(data), (one) => one.charCodeAt(0))
      : new Uint8Array(size ?? 0);
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    return transfer;
  }, file);
  await target.dispatchEvent('drop', { dataTransfer, ...at });
}
