import { template as text } from '../text/en/template';
import { refusedImage } from './limits';
import type { RichText } from './rich.svelte';
import type { TemplateWork } from './work.svelte';

/** addImage makes a file a part of the mail; it answers why it was refused. */
export async function addImage(
  rich: RichText,
  file: File,
  alt: string,
  work: Pick<TemplateWork, 'mail' | 'catalogue'>,
  position?: number,
): Promise<string | undefined> {
  const refused = refusedImage(file, work.mail.html, work.catalogue);
  if (refused !== undefined) return refused;
  try {
    const address = await dataAddress(file);
    rich.insertImage(address, alt, await widthOf(address), position);
    return undefined;
  } catch {
    return text.image.unreadable;
  }
}

function dataAddress(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string);
    };
    reader.onerror = () => {
      reject(new Error('unreadable'));
    };
    reader.readAsDataURL(file);
  });
}

async function widthOf(address: string): Promise<number> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image.naturalWidth;
}
