import { InputError, type PretrainConfig } from '@assay/contracts';
import type { Pack } from '@assay/data';

/** Pictures that are looked at, spread over all. */
const SAMPLES = 64;
/** Difference of two channels that counts as colour, of 255: what compression leaves in a grey picture is below. */
const COLOUR_MIN = 12;

/**
 * Colourisation of pictures that have none would learn nothing: it is refused before it starts.
 *
 * @param rows of the pictures that are learned from
 * @throws InputError when none of some 64 of them holds any colour
 */
export async function requireColour(
  { method, dataset }: Pick<PretrainConfig, 'method' | 'dataset'>,
  pack: Pick<Pack, 'read' | 'channels'>,
  rows: Int32Array,
): Promise<void> {
  if (method.kind !== 'colourisation' || method.target !== 'colour' || pack.channels !== 3) return;
  const every = Math.max(1, Math.floor(rows.length / SAMPLES));
  const looked = rows.filter((_, i) => i % every === 0);
  for (const row of looked) if (isColoured(await pack.read([row]))) return;
  throw new InputError({
    where: 'method.target',
    found: `none of ${looked.length} pictures of dataset ${dataset.name} that were looked at holds any colour`,
    fix: 'set method.target to "intensity", which predicts the brightness of grey pictures',
  });
}

function isColoured(pixels: Uint8Array): boolean {
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    if (Math.max(red, green, blue) - Math.min(red, green, blue) >= COLOUR_MIN) return true;
  }
  return false;
}
