import { InputError, type Item, type Manifest, type RegionsConfig, type Split } from '@assay/contracts';

/**
 * Refuses a dataset whose pictures do not say what a run with regions is measured against, or have no templates where
 * differences from them are asked for.
 *
 * @throws InputError that names the annotation that is missing
 */
export function checkAnnotations(
  { output, from, search, classes }: RegionsConfig,
  manifest: Manifest,
  { name, requirePictures }: { name: string; requirePictures: (split: Split) => Item[] },
): void {
  const where = `dataset "${name}"`;
  const hasShape = ({ masks, polygons }: Item): boolean => masks !== undefined || polygons !== undefined;
  const hasObjects = (item: Item): boolean => hasShape(item) || (output === 'boxes' && item.boxes !== undefined);
  const word = output === 'masks' ? 'mask' : 'box or mask';
  if (!manifest.items.some(hasObjects)) {
    const hasBoxes = manifest.items.some(({ boxes }) => boxes !== undefined);
    throw new InputError({
      where,
      found: hasBoxes ? 'its pictures have boxes, but no masks' : `no picture has a ${word}`,
      fix: hasBoxes ? 'set regions.output to boxes' : `import a set whose pictures have a ${word} each defect`,
    });
  }
  const needed: readonly (readonly [split: Split, what: string])[] = [
    ['test', 'its figures'],
    ...(search ? [[search.split, 'regions.search'] as const] : []),
    ...(classes === 'learner' ? [['train', 'regions.classes = learner'] as const] : []),
  ];
  for (const [split, what] of needed) {
    if (requirePictures(split).some(hasObjects)) continue;
    throw new InputError({
      where,
      found: `no picture of the split "${split}" has a ${word}, which ${what} needs`,
      fix: `divide its annotated pictures with \`assay dataset split ${name} --stratify\``,
    });
  }
  if (from.kind !== 'template') return;
  const lacking = manifest.items.find((item) => item.split !== 'unlabelled' && item.partner === undefined);
  if (!lacking) return;
  throw new InputError({
    where,
    found: `${lacking.path} has no template, which a difference from it needs`,
    fix: 'import pictures with sound partners (the format deeppcb), or set regions.from.kind to threshold or background',
  });
}
