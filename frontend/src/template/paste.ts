import { shownStyle } from './style';

const dropped =
  'script, style, link, meta, title, base, iframe, object, embed, form, svg, template';

/**
 * pastedMail is HTML from the clipboard without what belongs to where it comes from:
 * classes, scripts, sizes of another page. What was copied here stays as it is.
 */
export function pastedMail(html: string): string {
  if (html.includes('data-pm-slice')) return html;
  const unstyled = html.replace(/<style\b[^>]*>[\s\S]*?<\/style\s*>/gi, '');
  const { body } = new DOMParser().parseFromString(unstyled, 'text/html');
  for (const element of body.querySelectorAll(dropped)) element.remove();
  for (const element of body.querySelectorAll('*')) clean(element);
  return body.innerHTML;
}

const wanted = new Set(['href', 'src', 'alt', 'colspan', 'rowspan', 'start', 'title', 'dir']);

function clean(element: Element): void {
  const { color } = (element as HTMLElement).style;
  for (const { name } of [...element.attributes]) {
    if (!wanted.has(name)) element.removeAttribute(name);
  }
  if (color !== '' && element.tagName === 'SPAN') {
    element.setAttribute('style', shownStyle(`color: ${color}`));
  }
}
