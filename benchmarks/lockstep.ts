import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** What a trainer says when it is warm. */
export type Ready = {
  /** Peak memory after the imports, and until it was warm. */
  baseMb: number;
  startPeakMb: number;
  versions: Record<string, string>;
  /** Number of trained values, and the shapes of their tensors as PyTorch stores them, sorted. */
  parameters: number;
  shapes: string[];
  /** Floating-point operations of a step, where it was asked to count. */
  flops: number | null;
  /** Milliseconds of what comes before the first step. */
  prepare: Record<string, number>;
  notes: Record<string, string>;
};

/** One turn: a few steps. */
export type Turn = {
  seconds: number;
  /** Of all threads. */
  cpuSeconds: number;
  /** Since it was warm. */
  peakMb: number;
  residentMb: number;
  loss: number;
};

export type TrainerCommand = {
  name: string;
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
};

/** A process that works on command: it trains, unless its words are others. */
export interface Trainer<R = Ready, T = Turn> {
  readonly name: string;
  readonly ready: R;
  turn(steps: number): Promise<T>;
  end(): Promise<void>;
}

const START_SECONDS_MAX = 900;
const TURN_SECONDS_MAX = 600;
/** Between two turns: threads of the one before may still spin for work. */
const PAUSE_MS = 20;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a trainer and waits until it is warm.
 *
 * @throws Error with its last words when it dies or takes too long
 */
export async function startTrainer<R = Ready, T = Turn>({
  name,
  file,
  args,
  env,
}: TrainerCommand): Promise<Trainer<R, T>> {
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4000);
  });
  // A write to a process that died is told by its end.
  child.stdin.on('error', () => {});
  const ended = new Promise<never>((_, reject) => {
    const fail = (why: string) => reject(new Error(`${name} ${why}${lastLines(words)}`));
    child.once('error', (error) => fail(`does not start: ${error.message}`));
    child.once('close', (code, signal) => {
      running.delete(child);
      fail(`ended (${signal ?? `exit ${code}`})`);
    });
  });
  // Whoever waits for an answer hears of it; nobody else needs to.
  ended.catch(() => {});
  const lines = createInterface({ input: child.stdout });
  const hear = <M>(kind: string, secondsMax: number) => {
    const late = setTimeout(() => {
      words += `\nno answer in ${secondsMax} s`;
      child.kill('SIGKILL');
    }, secondsMax * 1000);
    return Promise.race([ended, nextMessage<M>(lines, kind)]).finally(() => clearTimeout(late));
  };

  const ready = await hear<R>('ready', START_SECONDS_MAX);
  return {
    name,
    ready,
    turn(steps) {
      child.stdin.write(`go ${steps}\n`);
      return hear<T>('turn', TURN_SECONDS_MAX);
    },
    async end() {
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended.catch(() => {});
      clearTimeout(late);
    },
  };
}

/**
 * Rounds in which each trainer has one turn, so that a noisy machine hits all alike. The order turns round from one
 * round to the next.
 *
 * @returns each trainer's turns, in the order of the rounds
 */
export async function runRounds(
  trainers: readonly Trainer[],
  { rounds, steps = 1, onRound }: { rounds: number; steps?: number; onRound?: (round: number) => void },
): Promise<Map<Trainer, Turn[]>> {
  const turns = new Map<Trainer, Turn[]>(trainers.map((trainer) => [trainer, []]));
  for (let round = 0; round < rounds; round++) {
    for (const trainer of round % 2 === 0 ? trainers : trainers.toReversed()) {
      turns.get(trainer)?.push(await trainer.turn(steps));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    onRound?.(round + 1);
  }
  return turns;
}

/** The message of the next line that begins with `@kind`; the others are chatter of libraries. */
function nextMessage<T>(lines: Interface, kind: string): Promise<T> {
  return new Promise((resolve) => {
    const listen = (line: string) => {
      if (!line.startsWith(`@${kind} `)) return;
      lines.off('line', listen);
      resolve(JSON.parse(line.slice(kind.length + 2)) as T); // our own workers' words
    };
    lines.on('line', listen);
  });
}

function lastLines(words: string): string {
  const lines = words.trim().split('\n').slice(-6).join('\n');
  return lines === '' ? '' : `:\n${lines}`;
}
