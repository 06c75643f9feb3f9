import { readFileSync } from 'node:fs';

/** Version of the installed command. Reads the manifest instead of importing it: JSON modules cost a loader more. */
export function readVersion(): string {
  // Both src/ and dist/ lie directly below the package's folder.
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
