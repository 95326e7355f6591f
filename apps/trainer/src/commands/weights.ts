import { InputError, Name, parseOrExplain } from '@assay/contracts';
import { wholeNumber } from '../cli/numbers';
import { type OutputOptions, print, say, table } from '../cli/output';
import { withSession } from '../cli/session';
import type { ImportAnswer } from '../weights/importWeights';
import { IS_COUNTER } from '../weights/source';

export type ImportOptions = OutputOptions & {
  name: string;
  backbone?: string;
  partial?: boolean;
  mean?: string;
  std?: string;
  size?: string;
  licence?: string;
};

export async function importCommand(path: string, options: ImportOptions): Promise<void> {
  const { readForeignWeights } = await import('../weights/readForeignWeights');
  const { licence } = options;
  const name = parseOrExplain(Name, options.name, '--name');
  // Before the database and the engine: what is refused is refused at once.
  const file = await readForeignWeights({ path, ...hintsOf(options) });
  const { importWeights } = await import('../weights/importWeights');
  const request = { file, name, licence, isPartial: options.partial === true };
  const answer = await withSession((session) => importWeights(session, request));
  print(options, answer, () => describeImport(answer));
}

export async function listCommand(options: OutputOptions): Promise<void> {
  const { listWeights } = await import('@assay/services');
  const found = await withSession(listWeights);
  print(options, found, () =>
    found.length === 0
      ? 'no weights yet: assay weights import FILE --name NAME'
      : table(
          ['NAME', 'NETWORK', 'INPUT', 'CLASSES', 'DIGEST', 'FROM', 'LICENCE'],
          found.map(({ name, source, input, classes, digest, licence }) => [
            name,
            source.words,
            `${input.size} x ${input.size} x ${input.channels}`,
            classes,
            digest.slice(0, 12),
            source.from,
            licence,
          ]),
        ),
  );
}

/** What the options say about a file. @throws InputError */
export function hintsOf({ backbone, mean, std, size }: Omit<ImportOptions, 'name'>) {
  return {
    backbone,
    mean: mean === undefined ? undefined : numbers('--mean', mean),
    std: std === undefined ? undefined : numbers('--std', std),
    size: size === undefined ? undefined : wholeNumber('--size', size, 8, 1024),
  };
}

export function describeImport(answer: ImportAnswer): string {
  const { name, found, format, input, matched, missing, extra, leftOut, notes, digest, licence, isNew } = answer;
  for (const note of notes) say(note);
  const list = (word: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [`${word} ${names.length}: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`];
  return [
    `${name}: ${found} (${format})${isNew ? '' : ', stored before'}`,
    `matched ${matched.length}, missing ${missing.length}, extra ${extra.length}`,
    ...list('missing', missing),
    ...list('extra', extra),
    ...list(
      'left out, as only training needs them,',
      leftOut.filter((name) => !IS_COUNTER.test(name)),
    ),
    `input ${input.size} x ${input.size} x ${input.channels}, ${input.resize}, mean ${input.mean.join(' ')}, std ${input.std.join(' ')}`,
    `digest ${digest}`,
    ...(licence ? [`licence ${licence}`] : []),
  ].join('\n');
}

/** `0.5,0.5,0.5`. */
function numbers(option: string, text: string): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (values.length <= 3 && values.every(Number.isFinite)) return values;
  throw new InputError({ where: option, found: `"${text}"`, fix: 'one number a channel, as in 0.485,0.456,0.406' });
}
