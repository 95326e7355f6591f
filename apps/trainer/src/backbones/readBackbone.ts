import { BackboneConfig, InputConfig, InputError, parseOrExplain, RunConfig } from '@assay/contracts';
import { findRecipe } from '@assay/recipes';
import { isConfigFile } from '../cli/files';
import { readJsonFile } from '../cli/jsonFile';
import { pinNetwork } from './loadNetwork';
import { findPreset, PRESET_NAMES } from './presets';

/** A backbone, and the pictures that it is for where a config says so. */
export type NamedBackbone = { backbone: BackboneConfig; input: { size: number; channels: number } | null };

/**
 * The backbone of a name such as `resnet18`, of a recipe, of a config's file, or of a file that builds one.
 *
 * @throws InputError when there is no such thing, or it has no backbone
 */
export async function readBackbone(source: string): Promise<NamedBackbone> {
  const named = findPreset(source);
  if (named) return { backbone: named, input: null };
  if (source.endsWith('.backbone.ts')) {
    const backbone = parseOrExplain(BackboneConfig, { kind: 'module', file: source }, source);
    return { backbone: await pinNetwork(backbone), input: null };
  }
  const config = isConfigFile(source) ? await readJsonFile(source) : recipeOf(source);
  return backboneOf(config, source);
}

function recipeOf(name: string): unknown {
  try {
    return findRecipe(name).config;
  } catch {
    throw new InputError({
      where: name,
      found: 'no backbone, recipe or file of that name',
      fix: `backbones are ${PRESET_NAMES.filter((preset) => !preset.startsWith('tf_')).join(', ')}; recipes: assay run --help`,
    });
  }
}

async function backboneOf(config: unknown, source: string): Promise<NamedBackbone> {
  if (typeof config === 'object' && config !== null && 'kind' in config && !('task' in config)) {
    return { backbone: await pinNetwork(parseOrExplain(BackboneConfig, config, source)), input: null };
  }
  const run = parseOrExplain(RunConfig, { dataset: { name: 'any' }, ...Object(config) }, source);
  if (!('backbone' in run)) {
    throw new InputError({ where: source, found: `a ${run.task} run has no backbone`, fix: 'name another recipe' });
  }
  const { size, channels } = InputConfig.parse(run.input);
  return { backbone: await pinNetwork(run.backbone), input: { size, channels } };
}
