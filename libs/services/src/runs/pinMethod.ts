import { InputError, type MethodConfig, type NestedPretrainConfig, type TeacherConfig } from '@assay/contracts';
import type { Context } from '../context';
import { findPinnedWeights } from '../weights/pinWeights';
import { findNetworkRun } from './networkRun';

type WithMethod = { method: MethodConfig; input: NestedPretrainConfig['input'] };
/** Pins a pretraining's config. */
type Pin = <Config extends NestedPretrainConfig>(ctx: Context, config: Config) => Promise<{ config: Config }>;

/**
 * A method's config with what it builds on pinned: a run's id is completed, weights get their digest, a tokenizer's config
 * has its dataset pinned like any other.
 *
 * @throws InputError when that is not there, gives no codes, or sees other channels
 */
export async function pinMethod(ctx: Context, { method, input }: WithMethod, pin: Pin): Promise<MethodConfig> {
  if (method.kind === 'vqKd') {
    const { teacher } = method;
    if (teacher.kind === 'random') return method;
    return { ...method, teacher: await pinTeacher(ctx, teacher, { input, where: 'method.teacher' }) };
  }
  if (method.kind !== 'beit' || method.tokenizer.kind === 'random') return method;
  const { tokenizer } = method;
  if (tokenizer.kind === 'words') {
    const teacher = await pinTeacher(ctx, tokenizer.teacher, { input, where: 'method.tokenizer.teacher' });
    return { ...method, tokenizer: { ...tokenizer, teacher } };
  }
  if (tokenizer.kind === 'config') {
    const { config } = await pin(ctx, tokenizer.config);
    requireSameChannels(input, config.input, 'method.tokenizer.config');
    return { ...method, tokenizer: { ...tokenizer, config } };
  }
  const run = await findNetworkRun(ctx, tokenizer.id, 'method.tokenizer.id');
  requireCodes(run.id, run.config);
  requireSameChannels(input, run.config.input, `run ${run.id}`);
  return { ...method, tokenizer: { kind: 'run', id: run.id } };
}

async function pinTeacher(
  ctx: Context,
  teacher: TeacherConfig,
  { input, where }: Pick<WithMethod, 'input'> & { where: string },
): Promise<TeacherConfig> {
  if (teacher.kind === 'run') {
    const run = await findNetworkRun(ctx, teacher.id, `${where}.id`);
    requireSameChannels(input, run.config.input, `run ${run.id}`);
    return { kind: 'run', id: run.id };
  }
  const { digest, facts } = await findPinnedWeights(ctx, teacher, where);
  if (input.channels === 3 && facts.input.channels === 1) {
    const found = `3, but the weights "${teacher.name}" are of grey pictures`;
    throw new InputError({ where: 'input.channels', found, fix: 'set it to 1' });
  }
  return { ...teacher, digest };
}

function requireCodes(id: string, config: { task: string; method?: MethodConfig }): void {
  const kind = config.method?.kind;
  if (kind === 'dvae' || kind === 'vqKd') return;
  throw new InputError({
    where: 'method.tokenizer.id',
    found: `run ${id} is a ${kind ?? config.task}, which gives no codes`,
    fix: 'name a run of the method dvae or vqKd, or take its visual words (tokenizer.kind "words")',
  });
}

function requireSameChannels(ours: { channels: number }, theirs: { channels: number }, where: string): void {
  if (ours.channels === theirs.channels) return;
  const found = `${ours.channels}, but ${where} has ${theirs.channels}`;
  throw new InputError({ where: 'input.channels', found, fix: 'use the same number in both' });
}
