/** What a process is started with: one side of one work. */
export type Order = {
  work: string;
  side: string;
  /** Grey values of the picture and the template, row by row. */
  picture: { path: string; width: number; height: number };
  template: { path: string; width: number; height: number };
  repeats: number;
};

/** What a process says when it is warm. */
export type Ready = { versions: Record<string, string>; baseMb: number };

/** One turn: the work a few times over. */
export type Turn = {
  /** Of the fastest time. */
  seconds: number;
  /** Of the process, the whole turn. */
  cpuSeconds: number;
  peakMb: number;
  /** What was found, to be compared. */
  answer: number[];
};
