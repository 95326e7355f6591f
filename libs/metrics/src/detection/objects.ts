/**
 * Objects of many pictures in columns, one entry an object, in the order of their file. Pictures and classes are indices
 * in ascending order of their ids: equal scores are put in the order of the pictures.
 */
type Objects = {
  /** [N], index of the picture. */
  picture: Uint32Array;
  /** [N], index of the class. */
  class: Uint32Array;
  /** [N], square pixels: which range of sizes an object belongs to. */
  area: Float64Array;
};

export type TruthObjects = Objects & {
  /** [N], 1 for a region of many objects. */
  isCrowd: Uint8Array;
  /**
   * An object whose matches do not count: pycocotools notes a match by the annotation's id and takes the id 0 for none.
   */
  neverFound?: number | undefined;
};

export type PredictedObjects = Objects & {
  /** [N], higher is more certain, no NaN. */
  score: Float64Array;
};

/** How much a prediction overlaps an object of the truth, 0-1; of a crowd the share of the prediction within it. */
export type Overlap = (prediction: number, truth: number) => number;
