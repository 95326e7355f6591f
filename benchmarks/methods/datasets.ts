import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type InputConfig, type Item, type Manifest, type Split } from '@assay/contracts';
import { cropManifest, type ImportedDataset, importFolder, splitManifest } from '@assay/data';
import { type ArtifactStore, openArtifacts } from '@assay/store';
import { ROOT } from '../../tools/lib/root.mjs';
import { cacheFolder } from '../../tools/setup/facts.mjs';

/** A data set that lies ready for the trainer. */
export type Prepared = {
  name: string;
  isColoured: boolean;
  digest: string;
  artifactsUrl: string;
  packFolder: string;
  input: Pick<InputConfig, 'size' | 'channels'> & { pack: number };
  trainPictures: number;
  testPictures: number;
};

type Source = {
  name: string;
  isColoured: boolean;
  /** Where its folder is, or an error that says how to get it. */
  folder: () => string;
  channels: 1 | 3;
  prepare: (imported: ImportedDataset, artifacts: ArtifactStore) => Promise<Manifest>;
};

/** Side of the network's input, and of the stored pictures that crops are cut from. */
const SIZE = 48;
const PACK = 72;
const SHARES = { train: 0.6, validation: 0.15, test: 0.25, stratify: true, seed: 0 } as const;

/** Chosen for what they differ in: cuts of drawn defects, photographs at several exposures, one small set in colour. */
const SOURCES: readonly Source[] = [
  {
    name: 'boards',
    isColoured: false,
    folder: () => join(ROOT, 'examples', 'deeppcb'),
    channels: 1,
    // Boards of one design look alike, so a design stands in one split.
    prepare: async ({ manifest }, artifacts) => {
      const split = splitManifest(manifest, { ...SHARES, groupBy: 'folder' });
      const readPicture = (digest: string) => artifacts.read(digest);
      const crops = await cropManifest(split, { size: PACK, margin: 0.25, seed: 0, readPicture });
      for (const bytes of crops.pictures.values()) await artifacts.put(bytes);
      return crops.manifest;
    },
  },
  {
    name: 'tiles',
    isColoured: false,
    folder: magneticTiles,
    channels: 1,
    prepare: async ({ manifest }) => splitManifest(groupTiles(withoutMasks(manifest)), SHARES),
  },
  {
    name: 'hazelnut',
    isColoured: true,
    folder: () => join(ROOT, 'examples', 'hazelnut'),
    channels: 3,
    // Its own split trains on good ones alone.
    prepare: async ({ manifest }) => splitManifest(withoutMasks(manifest), SHARES),
  },
];

export const DATASETS: readonly Pick<Source, 'name' | 'isColoured' | 'folder'>[] = SOURCES;

/**
 * Imports, splits and stores a data set in the cache folder; the same files give the same digest anywhere.
 *
 * @param hasTemplates whether pictures keep their sound templates, for what pairs them; the pictures are the same
 */
export async function prepareDataset(name: string, { hasTemplates = false } = {}): Promise<Prepared> {
  const source = SOURCES.find((candidate) => candidate.name === name);
  if (!source) throw new Error(`there is no data set ${name}`);
  const home = join(cacheFolder(), 'benchmarks', 'methods');
  const artifactsUrl = `file:${join(home, 'artifacts')}`;
  const artifacts = openArtifacts(artifactsUrl);
  const imported = await importFolder({ path: source.folder(), name });
  for (const file of imported.files.values()) await artifacts.put({ file });
  const prepared = await source.prepare(imported, artifacts);
  const manifest = hasTemplates ? prepared : withoutTemplates(prepared);
  const { digest } = await artifacts.put(Buffer.from(canonicalJson(manifest)));
  const countOf = (wanted: Split) => manifest.items.filter(({ split }) => split === wanted).length;
  return {
    name,
    isColoured: source.isColoured,
    digest,
    artifactsUrl,
    packFolder: join(home, 'packs'),
    input: { size: SIZE, pack: PACK, channels: source.channels },
    trainPictures: countOf('train'),
    testPictures: countOf('test'),
  };
}

/** Magnetic tiles may be used for research alone, so the repository does not bring them. */
function magneticTiles(): string {
  const folder = process.env.ASSAY_MAGNETIC_TILE;
  if (folder && existsSync(folder)) return folder;
  throw new Error(
    'ASSAY_MAGNETIC_TILE must name the folder of the magnetic tiles with its MT_* folders ' +
      '(github.com/abin24/Magnetic-tile-defect-datasets.)',
  );
}

/** Pictures of a tile at several exposures have near running numbers: `exp1_num_853`, `exp0_num_797`. */
const TILE_GAP = 400;

/** Groups by tile: a chain of running numbers without a gap above TILE_GAP, which keeps the known doubles together too. */
export function groupTiles(manifest: Manifest): Manifest {
  const numberOf = ({ path }: Item) => Number(/num_(\d+)/.exec(path)?.[1] ?? Number.NaN);
  const numbers = manifest.items.map(numberOf).sort((a, b) => a - b);
  const firsts = numbers.filter((number, i) => i === 0 || number - (numbers[i - 1] ?? 0) > TILE_GAP);
  const items = manifest.items.map((item) => {
    const first = firsts.findLast((candidate) => candidate <= numberOf(item));
    return { ...item, group: `tile ${first}` };
  });
  return { ...manifest, items };
}

/** Classes are all that is looked at. */
function withoutMasks(manifest: Manifest): Manifest {
  return { ...manifest, items: manifest.items.map(({ masks: _masks, ...item }) => item) };
}

function withoutTemplates(manifest: Manifest): Manifest {
  return { ...manifest, items: manifest.items.map(({ partner: _partner, ...item }) => item) };
}
