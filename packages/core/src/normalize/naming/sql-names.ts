import type { NamingRule } from './naming-convention.ts';
import { withoutTrailingUnderscores } from './shorten.ts';

/**
 * `sql_cs` and `sql_ci`: names that need no quotes in SQL. ASCII letters, digits and single underscores, none at the
 * end.
 *
 * `sql_cs` keeps the case and `sql_ci` lowers it. Nothing is left of a key without such characters.
 */
export function sqlRule(letters: 'keep' | 'lower'): NamingRule {
  const clean = (key: string): string => {
    const name = withoutTrailingUnderscores(key.replace(/[^a-zA-Z0-9_]+/g, '_').replace(/__+/g, '_'));
    const led = /^[0-9]/.test(name) ? `_${name}` : name;
    return letters === 'lower' ? led.toLowerCase() : led;
  };
  return { separator: '__', cut: 'clean', clean };
}
