/**
 * indented sets off the fields of a JSON object that stand one a line at its
 * margin. Blanks there mean nothing; every other body stays as it is.
 */
export function indented(body: string): string {
  return body.startsWith('{\n"') ? body.replace(/^"/gm, '  "') : body;
}
