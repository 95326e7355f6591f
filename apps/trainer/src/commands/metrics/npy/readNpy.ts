import { InputError } from '@assay/contracts';
import { readFileBytes } from '../readFileBytes';
import { type NpyArray, parseFloat32Npy, parseUint8Npy } from './parseNpy';

export type Plane<Values> = { width: number; height: number; values: Values };

/** An anomaly map: float32, [height, width], finite. @throws InputError naming the field, the file and the pixel */
export async function readMap(path: string, where: string): Promise<Plane<Float32Array>> {
  const map = await readPlane(path, where, parseFloat32Npy);
  const bad = map.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const place = `row ${Math.floor(bad / map.width)}, column ${bad % map.width}`;
    throw new InputError({
      where: `${where} (${path})`,
      found: `${map.values[bad]} at ${place}`,
      fix: 'finite scores',
    });
  }
  return map;
}

/** A mask: uint8, [height, width]. @throws InputError naming the field and the file */
export function readMask(path: string, where: string): Promise<Plane<Uint8Array>> {
  return readPlane(path, where, parseUint8Npy);
}

async function readPlane<Values>(
  path: string,
  where: string,
  parse: (bytes: Uint8Array) => NpyArray<Values>,
): Promise<Plane<Values>> {
  const bytes = await readFileBytes(path, `${where} (${path})`);
  const { shape, values } = parsed(() => parse(bytes), `${where} (${path})`);
  const [height, width] = shape;
  if (shape.length !== 2 || !height || !width) {
    const found = `the shape (${shape.join(', ')})`;
    throw new InputError({ where: `${where} (${path})`, found, fix: '[height, width] is expected' });
  }
  return { width, height, values };
}

function parsed<T>(parse: () => T, where: string): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({ where, found: error.message });
  }
}
