import { ANSWERS, type RequestName } from './answers';

export type Ask = { id: number; name: RequestName; input: unknown };
export type Told = { id: number; answer: unknown } | { id: number; error: string };

/** Computes what it is sent and tells the answer, in order. */
self.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  const { id, name, input } = data;
  // What is sent is typed where it is asked: askWorker pairs name and input.
  const compute = ANSWERS[name] as (input: unknown) => unknown;
  let told: Told;
  try {
    told = { id, answer: compute(input) };
  } catch (error) {
    told = { id, error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(told);
});
