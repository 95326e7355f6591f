import { InputError, parseOrExplain, RunConfig } from '@assay/contracts';
import { findRecipe } from '@assay/recipes';
import { applySettings, parseSetting } from '@assay/services';
import { loadNetwork, pinNetwork } from '../backbones/loadNetwork';
import { isConfigFile } from '../cli/files';
import { readJsonFile } from '../cli/jsonFile';
import { wholeNumbers } from '../cli/numbers';
import { type OutputOptions, print, say, table } from '../cli/output';
import type { StepProfile } from '../tasks/profile';

type ProfileFlags = OutputOptions & { set?: string[]; pretraining?: boolean; depth?: string; threads?: string };

/** Prints where the time and the memory of a recipe's training step go. */
export async function profileCommand(source: string, options: ProfileFlags): Promise<void> {
  const config = await readConfig(source, options);
  const [depth = 1] = options.depth === undefined ? [] : wholeNumbers('--depth', options.depth);
  const [threads] = options.threads === undefined ? [] : wholeNumbers('--threads', options.threads);
  say('profiling on random pictures of the recipe’s size …');
  if ('backbone' in config) {
    config.backbone = await pinNetwork(config.backbone);
    await loadNetwork(config.backbone);
  }
  const { profileConfig } = await import('../tasks/profile');
  const profile = profileConfig(config, { depth, ...(threads === undefined ? {} : { threads }) });
  print(options, profile, () => describe(profile));
}

async function readConfig(source: string, { set = [], pretraining }: ProfileFlags): Promise<RunConfig> {
  const given = isConfigFile(source) ? await readJsonFile(source) : findRecipe(source).config;
  // A profile needs no pictures, so any name will do where the recipe leaves it to the user.
  const named = { dataset: { name: 'profile' }, ...(given as object) };
  const config = parseOrExplain(RunConfig, applySettings(named, set.map(parseSetting)), source);
  if (!pretraining) return config;
  if ('init' in config && config.init.kind === 'config')
    return RunConfig.parse({ ...config.init.config, seed: config.seed });
  throw new InputError({
    where: '--pretraining',
    found: `${source} has no pretraining of its own`,
    fix: 'leave it out',
  });
}

function describe(profile: StepProfile): string {
  const { milliseconds, compile, flops, memory, blocks, pictures } = profile;
  const total = blocks.reduce((sum, block) => sum + block.milliseconds, 0);
  const rows = blocks
    .filter((block) => block.milliseconds > 0.001 * total || block.keptBytes > 0)
    .map(({ block, phase, milliseconds: time, flops: count, keptBytes, operations }) => [
      block || '(rest)',
      phase,
      `${time.toFixed(1)}`,
      `${((100 * time) / total).toFixed(1)} %`,
      count > 0 ? `${(count / 1e9).toFixed(2)}` : '',
      keptBytes > 0 ? `${(keptBytes / 2 ** 20).toFixed(1)}` : '',
      String(operations),
    ]);
  const step = milliseconds.feed + milliseconds.run + milliseconds.read;
  const megabytes = (bytes: number | null) => (bytes === null ? 'unknown' : `${Math.round(bytes / 2 ** 20)} MB`);
  return [
    table(['BLOCK', 'PASS', 'MS', 'SHARE', 'GFLOP', 'KEPT MB', 'OPERATIONS'], rows),
    '',
    `A step of ${pictures} pictures takes ${step.toFixed(1)} ms (${((1000 * pictures) / step).toFixed(1)} pictures/s) on ${profile.engine}.`,
    `The host: prepares a batch in ${milliseconds.prepare.toFixed(1)} ms (in a thread of its own while training), feeds it in ` +
      `${milliseconds.feed.toFixed(1)} ms, waits ${milliseconds.run.toFixed(1)} ms for the step and reads in ${milliseconds.read.toFixed(1)} ms.`,
    `Products and convolutions: ${(flops.step / 1e9).toFixed(1)} GFLOP, ${(flops.perSecond / 1e9).toFixed(0)} GFLOP/s, ` +
      `${(100 * flops.share).toFixed(0)} % of the ${(flops.machine / 1e9).toFixed(0)} GFLOP/s that large products reach here.`,
    `Compiled ${compile.operations} operations: traced ${compile.traceMs.toFixed(0)} ms, written ${compile.writeMs.toFixed(0)} ms, ` +
      `loaded ${compile.loadMs.toFixed(0)} ms, first run ${compile.firstRunMs.toFixed(0)} ms.`,
    `Memory: variables ${megabytes(memory.variableBytes)}, estimate ${megabytes(memory.estimatedBytes)}, measured peak ${megabytes(memory.measuredPeakBytes)} above the start.`,
    'Times by block are of the same operations executed one by one; the step as a whole is as it runs.',
  ].join('\n');
}
