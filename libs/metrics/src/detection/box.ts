/** Pixels, origin top left. */
export type Box = { x: number; y: number; w: number; h: number };

/** An object of the truth. */
export type TruthBox = Box & {
  class: number;
  /** A region of many objects: what is found within it counts neither as right nor as wrong. */
  crowd?: boolean | undefined;
};

/** An object as predicted; a higher score is more certain. */
export type PredictedBox = Box & { class: number; score: number };
