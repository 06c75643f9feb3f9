import type { StandardSchemaV1 } from '@standard-schema/spec';
import { ConfigError } from '../errors/leat-error.ts';

/**
 * Validates a plugin's options with its schema.
 *
 * @throws ConfigError `LEAT_OPTIONS_INVALID` that lists every issue with its path, and no value.
 */
export async function validateOptions<Options>(
  plugin: { readonly kind: string; readonly name: string; readonly options: StandardSchemaV1<unknown, Options> },
  options: unknown,
): Promise<Options> {
  const result = await plugin.options['~standard'].validate(options);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`);
  throw new ConfigError(
    `The options of ${plugin.kind} "${plugin.name}" are not valid:\n${issues.map((issue) => `  - ${issue}`).join('\n')}`,
    {
      code: 'LEAT_OPTIONS_INVALID',
      recoverability: 'terminal',
      remedy: `Correct them in the configuration under ${plugin.kind}s.${plugin.name}, or where the plugin is called.`,
      details: { plugin: plugin.name, issues: issues.length },
    },
  );
}

function pathText(path: StandardSchemaV1.Issue['path']): string {
  if (path === undefined || path.length === 0) return 'options';
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.');
}
