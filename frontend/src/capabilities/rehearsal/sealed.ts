/**
 * sealed is a foreign document that loads nothing: not even from this program,
 * which the page's own Content-Security-Policy allows and a frame inherits. Two
 * policies hold together, so nothing that stands behind this one can undo it.
 */
export function sealed(html: string): string {
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">${html}`;
}

const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
