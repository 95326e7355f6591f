import { encodePng, type Pack } from '@assay/data';
import type { Program, tf } from '@assay/engine';
import { createRng, type Look, type Seen, takeLook } from '@assay/ssl-core';
import type { FeedPlan } from '../../feeds/feedPlan';
import { partArrays } from '../../feeds/generateFeeds';
import { createPartners } from '../../feeds/partners';
import type { TaskContext } from '../context';
import { type Normalised, pictureStrip } from './pictureStrip';
import { sampleRows } from './sampleRows';

/** Pictures of a preview. */
export const PREVIEW_PICTURES = 8;
const NAME = 'previews';

type Show = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor4D>;
/** Scalars that the method is fed at a step. */
type RatesAt = (step: number) => Record<string, number>;

export interface Previews {
  looks: Record<string, Look>;
  /** Stores what the method sees and makes of the pictures, one PNG a kind, pictures side by side. */
  store(program: Program, step: number): Promise<void>;
}

/**
 * What the method sees of eight fixed pictures. Views and whatever else is drawn follow from the run's seed alone, so that
 * from step to step only the network differs.
 *
 * @param show views and the method's own pictures, by name
 */
export async function createPreviews(
  { artifacts, report }: Pick<TaskContext, 'artifacts' | 'report'>,
  { plan, pack, input, show, ratesAt }: { plan: FeedPlan; pack: Pack; input: Normalised; show: Show; ratesAt: RatesAt },
): Promise<Previews> {
  const indices = sampleRows(plan.rows, PREVIEW_PICTURES);
  const part = { rng: createRng(plan.seed, 'watch', 'previews'), indices, pixels: await pack.read(indices) };
  const fixed = { ...partArrays(plan, pack)(part), ...(await createPartners(plan, pack)(part)) };
  const arraysAt = (step: number) => ({
    ...fixed,
    ...Object.fromEntries(
      Object.entries(ratesAt(step)).map(([name, value]) => [
        name,
        { data: Float32Array.of(value), shape: [], dtype: 'float32' as const },
      ]),
    ),
  });
  return {
    looks: { [NAME]: { feeds: { arrays: arraysAt(0), pictures: indices.length }, compute: show } },
    async store(program, step) {
      const seen = await takeLook(program, NAME, arraysAt(step));
      for (const [name, pictures] of Object.entries(seen)) await storeOne(name, pictures, step);
    },
  };

  async function storeOne(name: string, { values, shape }: Seen, step: number): Promise<void> {
    const stored = await artifacts.put(encodePng(pictureStrip(values, shape, input)));
    report.artifact({ kind: 'preview', name: `${name}.png`, ...stored, step });
  }
}
