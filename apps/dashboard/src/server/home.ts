import 'server-only';
import { home, type Home as ServiceHome } from '@assay/services';
import { type Database, listRuns } from '@assay/store';
import type { ServerContext } from './context';
import { toRunRows } from './runRows';

type Experiment = ServiceHome['experiments'][number];

/** Succeeded runs' test figures by label. */
export type Strategy = { label: string; key: string; values: number[] };

export type Home = Omit<ServiceHome, 'experiments'> & { experiments: (Experiment & { strategies: Strategy[] })[] };

/** What a reader wants to see first: what is going on, what is live, what came out. */
export async function readHome(ctx: ServerContext): Promise<Home> {
  const { experiments, live, ...rest } = await home(ctx);
  return {
    ...rest,
    live: live.filter(({ alias }) => alias === 'production'),
    experiments: await Promise.all(
      experiments.map(async (one) => ({ ...one, strategies: await strategiesOf(ctx.db, one.id) })),
    ),
  };
}

async function strategiesOf(db: Database, experimentId: string): Promise<Strategy[]> {
  const runs = await listRuns(db, { experimentId, statuses: ['succeeded'], limit: 500 });
  const strategies = new Map<string, Strategy>();
  for (const { label, figure } of await toRunRows(db, runs)) {
    if (!figure?.key.startsWith('test/')) continue;
    const id = `${label} ${figure.key}`;
    const strategy = strategies.get(id) ?? { label, key: figure.key, values: [] };
    strategies.set(id, strategy);
    strategy.values.push(figure.value);
  }
  return [...strategies.values()].sort((a, b) => a.key.localeCompare(b.key) || mean(b.values) - mean(a.values));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
