import type { Integration } from '../../bridge/deployments';
import type { Light } from '../../bridge/light';
import { overview as text } from '../../text';

/** Next is the one step that matters. */
export interface Next {
  title: string;
  body: string;
  /** The integration it is about; none when everything is proved. */
  kind: string;
  action: string;
}

// What is broken comes before what is unknown, and that before what is missing.
const order: readonly Light[] = ['failed', 'stale', 'never', 'missing', 'warned', 'disabled'];

/** nextStep chooses the integration that needs somebody most. */
export function nextStep(integrations: readonly Integration[]): Next {
  for (const light of order) {
    const found = integrations.find((one) => one.light === light && !spare(one));
    if (found) return step(found);
  }
  // What was checked only is not known to let anybody in.
  const checked = integrations.find((one) => one.level === 'check');
  if (checked) {
    const { title, body } = text.steps.signIn;
    return {
      title: title(checked.target),
      body,
      kind: checked.kind,
      action: text.open(checked.title),
    };
  }
  return { ...text.steps.done, kind: '', action: '' };
}

// Nobody has to have an API client, or to send e-mail notifications: the system runs without them.
const spare = (one: Integration) =>
  (one.kind === 'api' && one.light === 'missing') ||
  (one.kind === 'notifications' && one.light === 'disabled');

function step(one: Integration): Next {
  const { title, body } = words(one);
  return { title, body, kind: one.kind, action: text.open(one.title) };
}

function words(one: Integration): { title: string; body: string } {
  const steps = text.steps;
  switch (one.light) {
    case 'failed':
      return { title: steps.failed.title(one.title), body: steps.failed.body(one.summary) };
    case 'stale':
      return { title: steps.stale.title(one.title), body: steps.stale.body(one.summary) };
    case 'never':
      return { title: steps.never.title(one.title), body: steps.never.body };
    case 'missing':
      return { title: steps.missing.title(one.title), body: bodyOf(steps.missing, one.kind) };
    case 'warned':
      return { title: steps.warned.title(one.title), body: steps.warned.body(one.summary) };
    case 'disabled':
      return { title: steps.disabled.title(one.title), body: bodyOf(steps.disabled, one.kind) };
    case 'proved':
      return steps.done;
  }
}

/** bodyOf is what it means for the kind, or for any. */
function bodyOf(
  words: { bodies: Partial<Record<string, string>>; body: string },
  kind: string,
): string {
  return words.bodies[kind] ?? words.body;
}
