import { processUsage } from './processUsage';

const SAMPLE_MILLISECONDS = 2000;

export type UsageSample = { memoryMb: number; cpuPercent: number };

/** Looks every two seconds at what a process uses; answers a function that ends the watch. */
export function watchUsage(
  pid: number,
  {
    memoryBytesMax,
    onSample,
    onTooLarge,
  }: {
    memoryBytesMax: number;
    onSample: (sample: UsageSample) => void;
    onTooLarge: (memoryMb: number) => void;
  },
): () => void {
  let before: { at: number; cpuSeconds: number } | undefined;
  const timer = setInterval(async () => {
    const usage = await processUsage(pid);
    if (!usage) return;
    const at = performance.now();
    const memoryMb = usage.memoryBytes / 2 ** 20;
    if (usage.memoryBytes > memoryBytesMax) onTooLarge(memoryMb);
    if (before) {
      const cpuPercent = ((usage.cpuSeconds - before.cpuSeconds) / ((at - before.at) / 1000)) * 100;
      onSample({ memoryMb, cpuPercent });
    }
    before = { at, cpuSeconds: usage.cpuSeconds };
  }, SAMPLE_MILLISECONDS);
  return () => clearInterval(timer);
}
