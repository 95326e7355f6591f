/** Files or settings that a work was prepared with; both sides read the same. */
export type WorkInput = Readonly<Record<string, string | number>>;

/** What a process is started with: one side of one work. */
export type Order = { work: string; side: string; input: WorkInput };

/** What a process says when its libraries are loaded. */
export type Ready = { versions: Record<string, string>; baseMb: number };

/** One run of a work, from its input to its figures. */
export type Run = {
  /** Of each of the work's parts. */
  seconds: Record<string, number>;
  /** Of all threads, the whole run. */
  cpuSeconds: number;
  /** And what the process took before it: starting and imports. */
  startCpuSeconds: number;
  /** The most that the process ever held, and how much of it its libraries took is `baseMb`. */
  peakMb: number;
  /** What it found, to be compared: null where undefined. */
  figures: Record<string, number | null>;
};
