import { defineConfig, env, type LeatConfig } from 'leat';

// `leat run vault` and `leat run shares`. The address and the key come from the environment, .env or .leat/secrets.toml.
const config: LeatConfig = defineConfig({
  destination: 'duckdb',
  pipelines: {
    vault: { source: 'keeper', dataset: 'vault', resources: ['records', 'folders'] },
    shares: { source: 'keeper', dataset: 'shares', resources: ['shared_folders'] },
  },
  sources: {
    keeper: {
      baseUrl: env('KEEPER_URL', 'http://127.0.0.1:8900'),
      apiKey: env('KEEPER_API_KEY'),
      commands: [{ name: 'shared_folders', command: 'list-sf', primaryKey: 'shared_folder_uid' }],
    },
  },
  destinations: { duckdb: { path: 'keeper.duckdb' } },
});

export default config;
