import { InputError, type Item, type Manifest, type RunConfig, type Split } from '@assay/contracts';
import { checkAnnotations } from './checkAnnotations';

/**
 * Refuses a dataset that cannot answer what the config asks, before anything is queued.
 * @throws InputError that names what is missing and the command that would add it
 */
export function checkDataset(config: RunConfig, manifest: Manifest, name: string): void {
  const where = `dataset "${name}"`;
  // A fold deals all pictures out anew but those that are unlabelled; what comes of it is `checkFolds`' to look at.
  const isIn = (item: Item, split: Split): boolean =>
    config.fold && split !== 'unlabelled' ? item.split !== 'unlabelled' : item.split === split;
  const inSplit = (split: Split): Item[] => manifest.items.filter((item) => isIn(item, split));
  const requirePictures = (split: Split): Item[] => {
    const items = inSplit(split);
    if (items.length > 0) return items;
    const fix = `split it with \`assay dataset split ${name}\``;
    throw new InputError({ where, found: `no picture in the split "${split}", which a ${config.task} run needs`, fix });
  };
  if (config.task === 'pretrain') {
    requirePictures(config.split);
    return;
  }
  // Good pictures alone need no other class to learn from.
  if (config.task === 'anomaly' || (config.task === 'classical' && config.goodOnly)) {
    requirePictures('train');
    requireLabels(requirePictures('test'), { where, name, split: 'test' });
    return;
  }
  if (config.task === 'classical' && config.regions) {
    checkAnnotations(config.regions, manifest, { name, requirePictures });
    return;
  }
  const train = requirePictures('train');
  requireLabels(train, { where, name, split: 'train' });
  if (config.task === 'finetune') requireLabels(requirePictures('validation'), { where, name, split: 'validation' });
  requireLabels(requirePictures('test'), { where, name, split: 'test' });
  const shown = new Set(train.map((item) => item.label));
  if (shown.size < 2) {
    throw new InputError({
      where,
      found: 'the training pictures are all of one class',
      fix: 'a classification needs two or more; for good pictures alone use a recipe such as hazelnut-padim',
    });
  }
}

function requireLabels(items: readonly Item[], at: { where: string; name: string; split: Split }): void {
  const several = items.find((item) => Array.isArray(item.label));
  if (several) {
    throw new InputError({
      where: at.where,
      found: `${several.path} has several labels`,
      fix: 'this task needs one label a picture',
    });
  }
  if (items.some((item) => item.label !== undefined)) return;
  const hasObjects = items.some((item) => item.boxes || item.masks || item.polygons);
  throw new InputError({
    where: at.where,
    found: `no labelled picture in the split "${at.split}"`,
    fix: hasObjects
      ? `cut its objects out with \`assay dataset crop ${at.name} --name NEW --size N\``
      : 'import pictures in a folder per class',
  });
}
