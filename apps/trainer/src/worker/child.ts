import { InputError } from '@assay/contracts';
import { type FromChild, type Outcome, type RunAssignment, ToChild } from './protocol';

/** The process that executes one attempt of one run, and ends with it. Its parent is the only one it speaks to. */
const stop = new AbortController();

// Without a parent nobody would store what it finds.
process.on('disconnect', () => process.exit(1));
// A Ctrl-C reaches the whole terminal: it is the parent who decides what becomes of the run.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('message', (raw) => {
  const message = ToChild.parse(raw);
  if (message.kind === 'assign') void execute(message.assignment);
  else stop.abort(message.kind);
});

async function execute(assignment: RunAssignment): Promise<void> {
  const outcome = await attempt(assignment);
  await send(outcome);
  process.exit(0);
}

async function attempt(assignment: RunAssignment): Promise<Outcome> {
  const { createReporter } = await import('../tasks/reporter');
  // The parent deletes what an earlier attempt reported after our first step; until it knows the step, words wait.
  let held: FromChild[] | undefined = [];
  const report = createReporter((event) => {
    const message: FromChild = { kind: 'event', event };
    if (held && event.kind !== 'progress') held.push(message);
    else void send(message);
  });
  try {
    const [
      { openEngine },
      { openingOptions },
      { openArtifacts },
      { runTask },
      { readRunRecord },
      { startFeedThread },
      { loadNetwork },
      { timePrediction },
    ] = await Promise.all([
      import('@assay/engine'),
      import('../tasks/engineOptions'),
      import('@assay/store'),
      import('../tasks/runTask'),
      import('./runRecord'),
      import('../feeds/threadFeeds'),
      import('../backbones/loadNetwork'),
      import('../cost/timePrediction'),
    ]);
    const engine = openEngine(openingOptions(assignment.config, assignment.threads));
    const record = await readRunRecord(engine);
    const { config, ...rest } = assignment;
    for (const needed of [config, assignment.source?.config]) {
      if (needed && 'backbone' in needed) await loadNetwork(needed.backbone);
    }
    await runTask({
      assignment: rest,
      config,
      artifacts: openArtifacts(assignment.artifactsUrl),
      engine,
      report,
      signal: stop.signal,
      now: () => performance.now(),
      startFeeds: startFeedThread,
      timePrediction,
      started: async (step) => {
        await send({ kind: 'started', step, record });
        const waiting = held ?? [];
        held = undefined;
        for (const message of waiting) void send(message);
      },
    });
    return { kind: 'outcome', status: 'succeeded', reason: null };
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): Outcome {
  if (stop.signal.aborted) {
    const isReleased = stop.signal.reason === 'release';
    const reason = isReleased ? 'given back at its last checkpoint' : 'cancelled';
    return { kind: 'outcome', status: isReleased ? 'released' : 'cancelled', reason };
  }
  if (!(error instanceof Error)) return { kind: 'outcome', status: 'failed', reason: String(error) };
  if (!(error instanceof InputError)) process.stderr.write(`${error.stack}\n`);
  return { kind: 'outcome', status: 'failed', reason: error.message };
}

/** Resolves when the message is on its way. */
function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send) throw new Error('this process is started by a worker, not by hand');
    process.send(message, undefined, undefined, () => resolve());
  });
}
