import { didYouMean } from '@leat/runtime';
import { usageError } from './usage-error.ts';

/**
 * Checks the first argument of a command that does several things.
 * @throws ConfigError `LEAT_USAGE` that names the action that was probably meant.
 */
export function requireAction<const Actions extends readonly string[]>(
  command: string,
  action: string,
  actions: Actions,
): Actions[number] {
  const found = actions.find((known) => known === action);
  if (found !== undefined) return found;
  const hint = didYouMean(action, actions);
  throw usageError(
    `leat ${command} cannot ${JSON.stringify(action)}${hint}`,
    actions.length === 1 ? `Write leat ${command} ${actions[0]}.` : `Take one of ${actions.join(', ')}.`,
  );
}
