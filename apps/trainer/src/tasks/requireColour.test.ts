import { MethodConfig } from '@assay/contracts';
import { expect, it } from 'vitest';
import { requireColour } from './requireColour';

const dataset = { name: 'boards', version: 'latest', labelFraction: 1 };
const rows = Int32Array.from({ length: 200 }, (_, i) => i);

/** A pack of 2 x 2 pictures, grey but for one. */
function packOf(coloured: number | null, channels: 1 | 3 = 3) {
  const read = async ([row = 0]: readonly number[]) =>
    Uint8Array.from({ length: 4 * channels }, (_, i) => (row === coloured && i === 4 ? 200 : 90 + (i % 3)));
  return { channels, read } as Parameters<typeof requireColour>[1]; // reads as a pack does
}

const config = (method: object) => ({ method: MethodConfig.parse(method), dataset });

it('refuses to colour pictures without colour, before anything is learned', async () => {
  const colourisation = config({ kind: 'colourisation' });
  await expect(requireColour(colourisation, packOf(null), rows)).rejects.toThrow(/none of 67 pictures .* any colour/);
  await expect(requireColour(colourisation, packOf(3), rows)).resolves.toBeUndefined();
});

it('lets everything else pass', async () => {
  await expect(requireColour(config({ kind: 'rotation' }), packOf(null), rows)).resolves.toBeUndefined();
  const intensity = config({ kind: 'colourisation', target: 'intensity' });
  await expect(requireColour(intensity, packOf(null), rows)).resolves.toBeUndefined();
});
