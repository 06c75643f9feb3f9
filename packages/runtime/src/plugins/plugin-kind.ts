import type { AnyResource, Destination, DestinationPlugin, Source, SourcePlugin } from '@leat/core';

/** What a plugin is for. */
export type PluginKind = 'source' | 'destination';

/** Version of the plugin contract this release of leat speaks. */
export const PLUGIN_API_VERSION = 1;

/** Everything a module can export as default to be used as a source. */
export type SourceExport = SourcePlugin | Source | AnyResource | readonly AnyResource[];

/** Everything a module can export as default to be used as a destination. */
export type DestinationExport = DestinationPlugin | Destination;

/** The `kind` a value declares: plugins, configured plugins and resources have one; a list has that of its first entry. */
export function kindOf(value: unknown): string | undefined {
  if (Array.isArray(value))
    return value.length > 0 && value.every((entry) => kindOf(entry) === 'resource') ? 'resource' : undefined;
  const isObject = (typeof value === 'object' || typeof value === 'function') && value !== null;
  return isObject && 'kind' in value && typeof value.kind === 'string' ? value.kind : undefined;
}

/** Tells whether a value can be used as a source, going by its `kind`, whatever its `apiVersion` says. */
export function isSourceExport(value: unknown): value is SourceExport {
  return ['source', 'configured-source', 'resource'].includes(kindOf(value) ?? '');
}

/** Tells whether a value can be used as a destination, going by its `kind`, whatever its `apiVersion` says. */
export function isDestinationExport(value: unknown): value is DestinationExport {
  return ['destination', 'configured-destination'].includes(kindOf(value) ?? '');
}

/** Tells whether a value is a plugin that wants options, as opposed to one that has them or to resources. */
export function isPlugin(value: unknown): value is SourcePlugin | DestinationPlugin {
  return ['source', 'destination'].includes(kindOf(value) ?? '');
}

/** The contract version a plugin, or the plugin inside a configured one, was built for; undefined for resources. */
export function apiVersionOf(value: unknown): unknown {
  if (kindOf(value) === 'resource') return PLUGIN_API_VERSION;
  const plugin = pluginOf(value);
  return plugin !== undefined && 'apiVersion' in plugin ? plugin.apiVersion : undefined;
}

/** The plugin inside a configured source or destination, or the value itself. */
export function pluginOf(value: unknown): object | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  return 'plugin' in value && typeof value.plugin !== 'undefined' ? pluginOf(value.plugin) : value;
}
