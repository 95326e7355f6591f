import { gunzipSync } from 'node:zlib';
import type { PredictionsHeader } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { encodePredictions } from './predictionsFile';

const header: PredictionsHeader = {
  version: 1,
  task: 'finetune',
  datasetDigest: 'd'.repeat(64),
  split: 'test',
  classes: ['a', 'b'],
  scores: 'probability',
  threshold: null,
  protocol: { name: 'classification', parameters: {} },
};

describe('predictions', () => {
  it('are the same bytes at any time and keep full precision', () => {
    const line = { item: 'a'.repeat(64), path: 'a.png', truth: { label: 1 }, scores: [0.1 + 0.2, 1e-17] };
    const bytes = encodePredictions({ header, lines: [line] });
    expect(encodePredictions({ header, lines: [line] })).toEqual(bytes);
    // Bytes 4 to 7 are gzip's time, byte 9 its operating system.
    expect([...bytes.subarray(4, 8), bytes[9]]).toEqual([0, 0, 0, 0, 255]);
    const [first, second] = gunzipSync(bytes).toString().trim().split('\n');
    expect(JSON.parse(first ?? '')).toEqual(header);
    expect(JSON.parse(second ?? '')).toEqual(line);
  });
});
