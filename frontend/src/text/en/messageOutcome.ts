const outcomes: Partial<Record<string, { label: string; within: string }>> = {
  pending: { label: 'On its way', within: 'on their way' },
  sent: { label: 'Sent', within: 'sent' },
  refused_for_now: { label: 'Refused for now', within: 'refused for now' },
  refused: { label: 'Refused', within: 'refused' },
  unknown: { label: 'Unknown', within: 'unknown' },
  not_sent: { label: 'Not sent', within: 'not sent' },
};

/** What became of a mail, in words. */
export const messageOutcome = {
  label: (outcome: string): string => outcomes[outcome]?.label ?? outcome,
  /** In the midst of a sentence, after a count. */
  within: (outcome: string): string => outcomes[outcome]?.within ?? outcome,
};
