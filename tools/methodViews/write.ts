/**
 * `node --import tsx tools/methodViews/write.ts [METHOD …]`: draws what each method sees into docs/images/methods, one
 * PNG a method. The same code gives the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MethodConfig } from '@assay/contracts';
import { encodePng } from '@assay/data';
import { openEngine } from '@assay/engine';
import { drawViews } from './drawViews';
import { imageFile } from './imageFile';

const wanted = process.argv.slice(2);
openEngine({ threads: 1 });
for (const { shape } of MethodConfig.options) {
  const method = shape.kind.value;
  if (wanted.length > 0 && !wanted.includes(method)) continue;
  const bytes = encodePng(await drawViews(method));
  const file = imageFile(method);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  console.log(`${method}: ${bytes.length} bytes`);
}
