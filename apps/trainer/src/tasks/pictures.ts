import { describeFold, type FoldConfig, type InputConfig, type Item, Manifest, parseOrExplain } from '@assay/contracts';
import { type FoldedManifest, foldManifest, type Pack, packDataset, packedItems, packedTemplates } from '@assay/data';
import type { TaskContext } from './context';
import type { Reporter } from './reporter';

/** A run's pictures, decoded once: row i of the pack is item i of the manifest. */
export type Pictures = {
  /** With the splits of the config's fold, where it has one. */
  manifest: Manifest;
  /** Rows that nothing may learn from although they are unlabelled: they belong to the fold's test pictures. */
  withheld: ReadonlySet<number>;
  /** Rows of the sound templates by their digest, where the config pairs pictures with them. */
  templates: ReadonlyMap<string, number>;
  pack: Pack;
  close(): Promise<void>;
};

/**
 * Reads the manifest and packs its pictures, or opens the pack that another run has made. A fold changes no pack: all folds
 * read the same one.
 *
 * @param size side and channels of the stored copies
 */
export async function loadPictures(
  { assignment, artifacts, report, signal, config, picturesReady }: TaskContext,
  size: { side: number; channels: 1 | 3 },
): Promise<Pictures> {
  const { stored, folded } = await readStored({ assignment, artifacts, report, config });
  const hasTemplates = config.task === 'pretrain' && config.views.pairs === 'template';
  let told = 0;
  const pack = await packDataset({
    manifest: stored,
    size: size.side,
    channels: size.channels,
    resize: config.input.resize,
    hasTemplates,
    readPicture: (digest) => artifacts.read(digest),
    folder: assignment.packFolder,
    signal,
    onProgress: ({ done, total }) => {
      // Ten reports are enough for a bar, whatever the number of pictures.
      const tenth = Math.floor((done / total) * 10);
      if (tenth <= told) return;
      told = tenth;
      report.progress(done, total, 'picture', null);
    },
  });
  picturesReady?.();
  const templates = hasTemplates ? rowsOfTemplates(stored.items) : new Map<string, number>();
  return { ...folded, templates, pack, close: () => pack.close() };
}

/** A template may be an item too; else its row stands after theirs. */
function rowsOfTemplates(items: readonly Item[]): Map<string, number> {
  const own = items.map(({ picture }, row): [string, number] => [picture, row]);
  const added = packedTemplates(items).map((picture, i): [string, number] => [picture, items.length + i]);
  return new Map([...own, ...added]);
}

type Reading = Pick<TaskContext, 'assignment' | 'artifacts' | 'report' | 'config'>;

/** The run's pictures in the order of a pack's rows, with the splits of the config's fold: for tasks that pack nothing. */
export async function readItems(context: Reading): Promise<FoldedManifest> {
  return (await readStored(context)).folded;
}

async function readStored({ assignment, artifacts, report, config }: Reading) {
  const bytes = await artifacts.read(assignment.manifest);
  const manifest = parseOrExplain(Manifest, JSON.parse(bytes.toString('utf8')), 'manifest');
  const stored = { ...manifest, items: packedItems(manifest) };
  if (!config.fold) return { stored, folded: { manifest: stored, withheld: new Set<number>() } };
  const folded = foldManifest(stored, config.fold);
  reportFold(report, config.fold, folded);
  return { stored, folded };
}

/** Says what the fold comes to; the sizes are what the corrected tests over folds need. */
function reportFold(report: Reporter, fold: FoldConfig, { manifest, withheld }: FoldedManifest): void {
  const count = (split: Item['split']): number => manifest.items.filter((item) => item.split === split).length;
  const [train, validation, test] = [count('train'), count('validation'), count('test')];
  report.metrics(0, 0, {
    'fold/trainPictures': train,
    'fold/validationPictures': validation,
    'fold/testPictures': test,
  });
  const hidden = withheld.size > 0 ? `, ${withheld.size} unlabelled ones kept out` : '';
  report.log(0, `${describeFold(fold)}: ${train} training, ${validation} validation, ${test} test pictures${hidden}`);
}

/** The size at which a network's pictures are packed: twice the input's, so that a crop is still sharp. */
export function packedSize(input: InputConfig): { side: number; channels: 1 | 3 } {
  return { side: input.pack ?? input.size * 2, channels: input.channels };
}

/** Rows of a split, in the manifest's order. */
export function rowsOfSplit(manifest: Manifest, split: Item['split']): Int32Array {
  return Int32Array.from(manifest.items.flatMap((item, row) => (item.split === split ? [row] : [])));
}
