import { defineConfig, env, type LeatConfig } from 'leat';

// `leat run vault` and `leat run types`. The address and the key come from the environment, .env or .leat/secrets.toml.
const config: LeatConfig = defineConfig({
  destination: 'duckdb',
  pipelines: {
    vault: { source: 'keeper', dataset: 'vault', resources: ['records', 'folders'] },
    types: { source: 'keeper', dataset: 'types', resources: ['record_types'] },
  },
  sources: {
    keeper: {
      baseUrl: env('KEEPER_URL', 'http://127.0.0.1:8900'),
      apiKey: env('KEEPER_API_KEY'),
      commands: [{ name: 'record_types', command: 'record-type-info', primaryKey: 'recordTypeId' }],
    },
  },
  destinations: { duckdb: { path: 'keeper.duckdb' } },
});

export default config;
