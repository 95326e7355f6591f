import type { RunConfig, Task } from '@assay/contracts';
import { anomaly } from './anomaly';
import { classical } from './classical';
import type { RunTask, TaskContext } from './context';
import { createCostMeter } from './costMeter';
import { finetune } from './finetune';
import { pretrain } from './pretrain';
import { probe } from './probe';

/** What runs each task; a task without an entry does not compile. */
export const TASK_RUNNERS = { pretrain, finetune, probe, classical, anomaly } satisfies {
  [Name in Task]: RunTask<Extract<RunConfig, { task: Name }>>;
};

/** Executes one attempt of whatever the config's task is, and says what it cost. */
export async function runTask(context: TaskContext): Promise<void> {
  const cost = createCostMeter(context);
  await dispatch(cost.context);
  await cost.record();
}

async function dispatch(context: TaskContext): Promise<void> {
  const { config } = context;
  switch (config.task) {
    case 'pretrain':
      return TASK_RUNNERS.pretrain({ ...context, config });
    case 'finetune':
      return TASK_RUNNERS.finetune({ ...context, config });
    case 'probe':
      return TASK_RUNNERS.probe({ ...context, config });
    case 'classical':
      return TASK_RUNNERS.classical({ ...context, config });
    case 'anomaly':
      return TASK_RUNNERS.anomaly({ ...context, config });
  }
}
