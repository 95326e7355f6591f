import { SIZES } from '../training/sizes';
import { createTask, keyOf, type Task } from '../training/task';

/** One point of a curve. */
export type GrowthRow = {
  key: string;
  /** What grows: the number of steps done, of pictures in a step, or of blocks. */
  along: 'steps' | 'batch' | 'depth';
  task: Task;
  /** Steps in all and in a turn. */
  steps: number;
  stepsPerTurn: number;
};

const THREADS = 2;
const BATCHES = [16, 32, 64, 128, 256];
const DEPTHS = [4, 8, 12, 24];
const LONG = { steps: 2000, stepsPerTurn: 20 };
const SHORT = { steps: 8, stepsPerTurn: 1 };

/** All rows: step time and memory over many steps, over the batch, over the depth. */
export function growthRows(): GrowthRow[] {
  const batches = (['vit-ti-mae', 'resnet18-simclr'] as const).flatMap((work) =>
    BATCHES.map((batch) => createTask(work, { batch, threads: THREADS })),
  );
  return [
    createRow('steps', createVitOfDepth(4, 16), LONG),
    createRow('steps', createTask('resnet18-simclr', { batch: 8, threads: THREADS }), LONG),
    ...batches.map((task) => createRow('batch', task, SHORT)),
    ...DEPTHS.map((depth) => createRow('depth', createVitOfDepth(depth, 64), SHORT)),
  ];
}

function createRow(along: GrowthRow['along'], task: Task, turns: Pick<GrowthRow, 'steps' | 'stepsPerTurn'>): GrowthRow {
  const depth = 'encoder' in task.sizes ? `/depth${task.sizes.encoder.depth}` : '';
  return { key: `${along}/${keyOf(task)}${depth}`, along, task, ...turns };
}

function createVitOfDepth(depth: number, batch: number): Task {
  const sizes = SIZES['vit-ti-mae'];
  const grown = { ...sizes, encoder: { ...sizes.encoder, depth } };
  return createTask('vit-ti-mae', { batch, threads: THREADS, sizes: grown });
}
