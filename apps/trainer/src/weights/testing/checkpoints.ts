import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { WeightsArray } from '@assay/engine/weights';

/** Names and shapes of published checkpoints, made by tools/reference/weights_names.py; their values are left empty. */
export function checkpointTensors(key: string): Map<string, WeightsArray> {
  return parseShapes(CHECKPOINTS[key] ?? '');
}

/** Tensors without values. @param listed `name:AxBxC` of each, parted by spaces */
export function parseShapes(listed: string): Map<string, WeightsArray> {
  return new Map(
    listed.split(' ').map((entry) => {
      const [name = '', sides = ''] = entry.split(':');
      return [name, { shape: sides === '' ? [] : sides.split('x').map(Number), data: new Float32Array(0) }];
    }),
  );
}

const CHECKPOINTS: Readonly<Record<string, string>> = (() => {
  const url = new URL('../fixtures/names.json', import.meta.url);
  const { names }: { names: string } = JSON.parse(readFileSync(url, 'utf8'));
  return JSON.parse(gunzipSync(Buffer.from(names, 'base64')).toString('utf8'));
})();
