/** What a kind of figures is measured from. */
export type MetricsInput = {
  /** A JSON file; for segmentation a folder. */
  truth: string;
  predictions: string;
  /** `--classes`. */
  classes: number | undefined;
  /** `--intervals`: adds `intervals`, by the figures' paths. */
  intervals?: boolean | undefined;
  /** `--groups`, for segmentation alone: a JSON file with the group (part, patient) of each picture by its name. */
  groups?: string | undefined;
  /** `--boundary`, for instances alone: adds `boundary`, the same figures matched by the boundaries too. */
  boundary?: boolean | undefined;
};

/** For classification alone. */
export type ClassificationInput = MetricsInput & {
  /** `--top-k`: adds `topK`, one figure a k. */
  topK?: readonly number[] | undefined;
};

/**
 * The one document that `assay metrics --json` prints: figures by name, averages and classes as objects and arrays within.
 * What the input cannot give is null and has its reason in `undefined`, under its path with dots: `rocAuc.perClass.2`.
 */
export type MetricsAnswer = Record<string, unknown> & { undefined: Record<string, string> };
