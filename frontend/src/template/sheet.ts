import { shownSelector, shownStyle } from './style';

/** paper is the class of what a mail is edited on. */
export const paper = 'mail-paper';

/**
 * paperSheet makes the styles of a template show in the editor, and nowhere else on
 * the page. Conditions on the reader's colours and width are left to the preview.
 */
export function paperSheet(sheet: string): CSSStyleSheet {
  const written = new CSSStyleSheet();
  written.replaceSync(sheet.replace(/<\/?style\b[^>]*>/gi, ''));
  const shown = new CSSStyleSheet();
  for (const rule of written.cssRules) {
    if (!(rule instanceof CSSStyleRule)) continue;
    const style = shownStyle(rule.style.cssText);
    const selector = shownSelector(rule.selectorText, `.${paper}`);
    if (style !== '') shown.insertRule(`${selector} { ${style} }`, shown.cssRules.length);
  }
  return shown;
}

/** wear shows a sheet on the page until the answered function is called. */
export function wear(sheet: CSSStyleSheet): () => void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}
