import { DestinationError, type TablePublication } from '@leat/core';
import { publishAppend } from './publish-append.ts';
import type { PublishContext, TablePlan } from './publish-plan.ts';
import { publishReplace } from './publish-replace.ts';

/**
 * Chooses the strategy's statements for one chain. Pure: nothing runs here.
 *
 * @throws DestinationError `LEAT_STRATEGY_UNSUPPORTED` for a strategy no SQL destination has yet.
 */
export function planPublication(publication: TablePublication, context: PublishContext): readonly TablePlan[] {
  switch (publication.disposition) {
    case 'append':
      return publishAppend(publication.chain, context);
    case 'replace':
      return publishReplace(publication.chain, publication.strategy, context);
    case 'merge':
      throw new DestinationError(`Table "${publication.chain.root.name}" cannot be merged by ${publication.strategy}`, {
        code: 'LEAT_STRATEGY_UNSUPPORTED',
        recoverability: 'terminal',
        remedy: `Use the disposition "append" or "replace" for this resource on ${context.dialect.name}.`,
        details: { table: publication.chain.root.name, strategy: publication.strategy },
      });
  }
}
