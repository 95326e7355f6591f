import { InputError } from '@assay/contracts';
import { advise, type Budget, candidates } from '../backbones/advise';
import { loadNetwork } from '../backbones/loadNetwork';
import { measureApart } from '../backbones/measureApart';
import { isMachineBusy, machineName, openMeasurements } from '../backbones/measurements';
import { readBackbone } from '../backbones/readBackbone';
import type { BackboneSummary } from '../backbones/summary';
import { decimal, wholeNumber } from '../cli/numbers';
import { type OutputOptions, print, say, table } from '../cli/output';
import { createProgress } from '../cli/progress';
import { readEnvironment } from '../env';

type SizeFlags = { size?: string; channels?: string };

/** Prints a backbone layer by layer. */
export async function summaryCommand(source: string, options: OutputOptions & SizeFlags): Promise<void> {
  const { backbone, input } = await readBackbone(source);
  await loadNetwork(backbone);
  const { summariseBackbone } = await import('../backbones/summary');
  const summary = summariseBackbone(backbone, sizeOf(options, input ?? { size: 224, channels: 3 }));
  print(options, { name: source, ...summary }, () => describeSummary(summary));
}

type AdviseFlags = OutputOptions &
  SizeFlags & { maxMs?: string; maxMb?: string; batch?: string; for?: string; again?: boolean };

/** Measures a list of backbones on this machine, or recalls what was measured, and says which fit a budget. */
export async function adviseCommand(sources: readonly string[], options: AdviseFlags): Promise<void> {
  const budget: Budget = {
    msMax: options.maxMs === undefined ? null : decimal('--max-ms', options.maxMs, 0),
    mbMax: options.maxMb === undefined ? null : decimal('--max-mb', options.maxMb, 0),
    of: purposeOf(options.for ?? 'inference'),
  };
  const { size, channels } = sizeOf(options, { size: 224, channels: 3 });
  const batch = wholeNumber('--batch', options.batch ?? '1', 1, 4096);
  const networks = await networksOf(sources, size);
  const { home, threads } = readEnvironment();
  const { openEngine } = await import('@assay/engine');
  const place = { machine: machineName(), engine: openEngine(threads === null ? {} : { threads }).identity };
  const isBusy = isMachineBusy();
  if (isBusy) say('the machine is busy: times are too long, and are measured again when it is calm');
  const measurements = await openMeasurements(home, place, isBusy);

  const progress = createProgress('measuring', options);
  const advices = await advise(
    networks,
    { size, channels, batch, threads },
    {
      budget,
      measurements,
      measure: measureApart,
      isAgain: options.again ?? false,
      onProgress: (done, total, name) => {
        progress.update(done, total);
        if (!process.stderr.isTTY && name !== '') say(`${done + 1} of ${total}: ${name}`);
      },
    },
  ).finally(progress.end);
  const answer = { ...place, size, channels, batch, budget, backbones: advices };
  print(options, answer, () => {
    const rows = advices.map(({ name, measured, fits, reason }) => [
      name,
      ...(measured
        ? [
            measured.parameters / 1e6,
            measured.inferenceMs,
            measured.trainingMs,
            measured.inferenceMb,
            measured.trainingMb,
          ]
        : [0, 0, 0, 0, 0]
      ).map((value) => (measured ? value.toFixed(1) : '–')),
      fits ? 'yes' : `no: ${reason}`,
    ]);
    return [
      table(['BACKBONE', 'MILLIONS', 'MS', 'STEP MS', 'MB', 'STEP MB', `FITS (${budget.of})`], rows),
      '',
      `A batch of ${batch}, ${size} x ${size} x ${channels}, on ${place.machine}; ${place.engine}. A step is a training step without a head.`,
    ].join('\n');
  });
}

async function networksOf(sources: readonly string[], size: number) {
  if (sources.length === 0) return candidates(size);
  return Promise.all(sources.map(async (name) => ({ name, backbone: (await readBackbone(name)).backbone })));
}

function purposeOf(text: string): Budget['of'] {
  if (text === 'inference' || text === 'training') return text;
  throw new InputError({ where: '--for', found: `"${text}"`, fix: 'inference or training' });
}

function sizeOf({ size, channels }: SizeFlags, otherwise: { size: number; channels: number }) {
  return {
    size: size === undefined ? otherwise.size : wholeNumber('--size', size, 8, 1024),
    channels: channels === undefined ? otherwise.channels : channelsOf(channels),
  };
}

function channelsOf(text: string): number {
  if (text === '1' || text === '3') return Number(text);
  throw new InputError({ where: '--channels', found: `"${text}"`, fix: '1 or 3' });
}

function describeSummary(summary: BackboneSummary): string {
  const { size, channels } = summary.input;
  const shape = (sides: readonly number[] | null) => (sides ? sides.join(' x ') : '');
  const rows = summary.layers.map(({ name, kind, weight, output, parameters, multiplyAdds }) => [
    name,
    kind,
    shape(weight),
    shape(output),
    parameters,
    multiplyAdds > 0 ? (multiplyAdds / 1e6).toFixed(2) : '',
  ]);
  const millions = (value: number) => `${(value / 1e6).toFixed(2)} million`;
  return [
    table(['LAYER', 'KIND', 'WEIGHT', 'OUTPUT', 'PARAMETERS', 'MILLION MULTIPLY-ADDS'], rows),
    '',
    `${summary.description}, a picture of ${size} x ${size} x ${channels}: ${millions(summary.parameters)} parameters, ` +
      `${(summary.multiplyAdds / 1e9).toFixed(3)} billion multiply-adds, ${summary.featureDimension} features.`,
    `Maps: ${summary.stages.map(shape).join(', ')}.`,
  ].join('\n');
}
