import { join } from 'node:path';
import { ROOT } from '../lib/root.mjs';

/** Where the picture of a method's views lies. */
export function imageFile(method: string): string {
  return join(ROOT, 'docs', 'images', 'methods', `${method}.png`);
}
