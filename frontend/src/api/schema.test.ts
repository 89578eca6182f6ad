import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

it('is what api/openapi.yaml gives; "npm run types" writes it anew', async () => {
  const spec = pathToFileURL(join(import.meta.dirname, '../../../api/openapi.yaml'));
  const written = readFileSync(join(import.meta.dirname, 'schema.d.ts'), 'utf8');
  expect(written === COMMENT_HEADER + astToString(await openapiTS(spec))).toBe(true);
});
