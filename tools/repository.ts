import { resolve } from 'node:path';

/** Absolute path of the repository. */
export const REPOSITORY: string = resolve(import.meta.dirname, '..');

/** The pinned Node.js and the development tools: what `pnpm exec` would find, without starting pnpm. */
export const BIN: string = resolve(REPOSITORY, 'node_modules/.bin');

/** The condition under which packages of the workspace resolve to their sources. */
export const SOURCE_CONDITION = '@leat/source';
