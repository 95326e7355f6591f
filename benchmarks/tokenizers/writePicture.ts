/**
 * `node --import tsx benchmarks/tokenizers/writePicture.ts`: trains the discrete autoencoder of the benchmark's first seed
 * on the boards and puts eight views of theirs above what comes back from their codes into docs/images/methods.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePicture, encodePng, type Pixels } from '@assay/data';
import { openEngine } from '@assay/engine';
import { ROOT } from '../../tools/lib/root.mjs';
import { enlarge } from '../../tools/methodViews/strip';
import { prepareDataset } from '../methods/datasets';
import { createSession } from '../methods/session';
import { chainOf } from './settings';

/** From the repository's root. */
const FILE = 'docs/images/methods/dvae-restored.png';
/** So that a view of 48 pixels can be looked at. */
const SCALE = 2;

const dataset = await prepareDataset('boards');
const [dvae] = chainOf('dvae', { dataset, seed: 0, isQuick: false });
if (!dvae) throw new Error('the chain has no autoencoder');
const threads = availableParallelism();
const engine = openEngine({ threads });
const workFolder = mkdtempSync(join(tmpdir(), 'assay-restored-'));
try {
  const session = createSession({ dataset, seed: 0, threads, workFolder, phase: 'pretrained', config: dvae }, engine);
  const run = await session.run({ ...dvae, watch: { ...dvae.watch, pictures: { everyEpochs: dvae.epochs } } });
  const read = async (name: string) => decodePicture(await session.artifacts.read(run.preview(name) ?? ''));
  const rows = [await read('view0.png'), await read('restored.png')];
  writeFileSync(join(ROOT, FILE), encodePng(enlarge(stacked(rows), SCALE)));
  console.log(`${FILE}: loss ${run.last('train/loss')}, ${run.last('train/perplexity')} codes used`);
} finally {
  rmSync(workFolder, { recursive: true, force: true });
}

/** Pictures of one width, one below the other. */
function stacked(pictures: readonly Pixels[]): Pixels {
  const [first] = pictures;
  if (!first || pictures.some(({ width, channels }) => width !== first.width || channels !== first.channels))
    throw new Error('the pictures are not of one width');
  const height = pictures.reduce((sum, picture) => sum + picture.height, 0);
  return { ...first, height, data: Uint8Array.from(pictures.flatMap(({ data }) => [...data])) };
}
