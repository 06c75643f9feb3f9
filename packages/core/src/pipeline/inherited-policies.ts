import type { ColumnPolicies, PolicyAction } from '../normalize/column-policy.ts';
import type { AnyResource } from '../source/resource.ts';

/**
 * The policies of a pipeline, with those of a parent's columns for the copies that a transformer has of them. What is said
 * about a copy itself comes first.
 */
export function inheritedPolicies({ definition }: AnyResource, policies: ColumnPolicies): ColumnPolicies {
  const { name, transform } = definition;
  if (transform === undefined || policies.paths === undefined) return policies;
  const { paths = {} } = inheritedPolicies(transform.from, policies);
  const inherited: Record<string, PolicyAction> = {};
  for (const [key, copy] of transform.parentFields) {
    const origin = `${transform.from.definition.name}.${key}`;
    for (const [path, action] of Object.entries(paths)) {
      if (path === origin || path.startsWith(`${origin}.`))
        inherited[`${name}.${copy}${path.slice(origin.length)}`] = action;
    }
  }
  return { ...policies, paths: { ...inherited, ...policies.paths } };
}
