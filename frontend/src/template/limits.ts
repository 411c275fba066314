import type { TemplateCatalogue, TemplateProblem, TemplateText } from '../bridge/templates';
import { template as text } from '../text/en/template';

type Limits = Pick<
  TemplateCatalogue,
  'maxSubject' | 'maxHtml' | 'maxText' | 'maxImage' | 'maxImages'
>;

const encoder = new TextEncoder();

/** bytes is how long a text is in UTF-8. */
export function bytes(value: string): number {
  return encoder.encode(value).length;
}

const embedded = /data:image\/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]*)/gi;

/** imageSizes are the bytes of the images that HTML holds. */
export function imageSizes(html: string): number[] {
  return [...html.matchAll(embedded)].map(([, data = '']) => decoded(data));
}

function decoded(base64: string): number {
  const digits = base64.replace(/[\s=]/g, '').length;
  return Math.floor((digits * 3) / 4);
}

/** tooLarge says what must not even be sent to Go, with its limit. */
export function tooLarge(mail: TemplateText, limits: Limits): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const over = (field: string, size: number, limit: number, say: Say) => {
    if (size > limit) problems.push(problem(field, say(size, limit)));
  };
  over('subject', bytes(mail.subject), limits.maxSubject, text.limits.subject);
  over('html', bytes(mail.html.replace(embedded, '')), limits.maxHtml, text.limits.html);
  over('text', bytes(mail.text), limits.maxText, text.limits.text);
  const images = imageSizes(mail.html);
  over('html', Math.max(0, ...images), limits.maxImage, text.limits.image);
  const all = images.reduce((sum, size) => sum + size, 0);
  over('html', all, limits.maxImages, text.limits.images);
  return problems;
}

/** refusedImage says why a file cannot become a part of a mail. */
export function refusedImage(
  file: Pick<File, 'type' | 'size'>,
  html: string,
  limits: Limits,
): string | undefined {
  if (!/^image\/(?:png|jpeg|gif|webp)$/.test(file.type)) return text.image.wrongType;
  if (file.size > limits.maxImage) return text.limits.image(file.size, limits.maxImage);
  const all = imageSizes(html).reduce((sum, size) => sum + size, file.size);
  return all > limits.maxImages ? text.limits.images(all, limits.maxImages) : undefined;
}

type Say = (size: number, limit: number) => string;

const problem = (field: string, message: string): TemplateProblem => ({
  field,
  code: 'template.too_large',
  message,
  severity: 'error',
  line: 0,
  column: 0,
  placeholder: '',
});
