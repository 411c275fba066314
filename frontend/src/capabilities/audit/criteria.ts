import type { AuditFilter } from '../../bridge/audit';

/** Criteria is what the filter's controls hold. */
export interface Criteria {
  text: string;
  operator: string;
  action: string;
  deployment: string;
  /** Days as a date control gives them, "2026-11-21", or empty. */
  from: string;
  to: string;
  refusedOnly: boolean;
}

export const everything: Readonly<Criteria> = {
  text: '',
  operator: '',
  action: '',
  deployment: '',
  from: '',
  to: '',
  refusedOnly: false,
};

/** narrows: something is left out. */
export function narrows(criteria: Criteria): boolean {
  return (
    criteria.refusedOnly ||
    [
      criteria.text.trim(),
      criteria.operator,
      criteria.action,
      criteria.deployment,
      criteria.from,
      criteria.to,
    ].some((value) => value !== '')
  );
}

/** toFilter asks Go for one page. Days are whole days of the person's own time zone. */
export function toFilter(criteria: Criteria, before: number, limit: number): AuditFilter {
  return {
    text: criteria.text.trim(),
    operator: criteria.operator,
    action: criteria.action,
    deployment: criteria.deployment,
    from: instant(criteria.from, 'T00:00:00.000'),
    to: instant(criteria.to, 'T23:59:59.999'),
    refused: criteria.refusedOnly,
    before,
    limit,
  };
}

function instant(day: string, time: string): string {
  if (day === '') return '';
  const at = new Date(`${day}${time}`); // without a zone: local time
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
