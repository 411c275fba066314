import type { TemplateProblem } from '../bridge/templates';

type Found = Pick<TemplateProblem, 'code' | 'line' | 'placeholder'>;

/**
 * isOfValues tells what is wrong with whom the preview is filled in with from what is
 * wrong with the template: that has a place in it.
 */
export function isOfValues({ code, line, placeholder }: Found): boolean {
  if (code === 'template.missing_value') return true;
  return code === 'template.unsafe_link' && line === 0 && placeholder !== '';
}
