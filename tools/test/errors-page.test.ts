import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ERRORS_PAGE, errorsPage } from '../errors-page.ts';

test('the page of error codes says what the catalogs say', async () => {
  const stored = await readFile(ERRORS_PAGE, 'utf8');
  expect(stored, 'run `npx -y pnpm@12 exec node --conditions=@leat/source tools/errors-page.ts`').toBe(
    await errorsPage(),
  );
});
