import { InputError, nearest } from '@assay/contracts';
import type { Walker } from '../walk';
import { deeppcb } from './deeppcb';
import { folderPerClass } from './folderPerClass';
import type { Format } from './format';
import { mvtecAd } from './mvtecAd';

/** In the order in which they are tried: the one that is recognised by most signs first. */
export const FORMATS = [deeppcb, mvtecAd, folderPerClass] as const satisfies readonly Format[];

/** The format that a folder is in. @throws InputError that says what was looked for */
export async function detectFormatOf(walker: Walker): Promise<Format> {
  for (const format of FORMATS) if (await format.detect(walker)) return format;
  throw new InputError({
    where: walker.root,
    found: 'no known format',
    fix: `looked for ${FORMATS.map((format) => `${format.name}: ${format.signs}`).join('; ')}`,
  });
}

/** A format by its name. @throws InputError that names the nearest one */
export function formatNamed(name: string): Format {
  const format = FORMATS.find((candidate) => candidate.name === name);
  if (format) return format;
  const names = FORMATS.map((candidate) => candidate.name);
  const guess = nearest(name, names);
  throw new InputError({
    where: '--format',
    found: `"${name}" is not one of auto, ${names.join(', ')}`,
    ...(guess ? { fix: `did you mean "${guess}"?` } : {}),
  });
}
