const UPDATES = { T: 0, Tindices: 1 };
const SEGMENTS = { T: 0, Tindices: 1, Tnumsegments: 2 };
const PADDING = { T: 0, Tpaddings: 1 };
const DRAWN = { T: 0, Tseed: 1 };
const DRAWN_OF = { dtype: 2, T: 0, Tseed: 1 };

/** Of most operations. */
const FIRST_INPUT = { T: 0 };

/** Operations whose types are called otherwise, or come from other inputs. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ArgMax: { T: 0, Tidx: 1 },
  BroadcastTo: { T: 0, Tidx: 1 },
  CropAndResizeGradBoxes: { T: 1 },
  CropAndResizeGradImage: {},
  DenseBincount: { T: 2, Tidx: 0 },
  FFT2D: { Tcomplex: 0 },
  Fill: { T: 1, index_type: 0 },
  FusedBatchNormV3: { T: 0, U: 1 },
  GatherV2: { Tparams: 0, Tindices: 1, Taxis: 2 },
  IFFT2D: { Tcomplex: 0 },
  IRFFT: { Tcomplex: 0 },
  IRFFT2D: { Tcomplex: 0 },
  ImageProjectiveTransformV3: { dtype: 0 },
  LogicalAnd: {},
  LogicalNot: {},
  LogicalOr: {},
  MatrixBandPart: { T: 0, Tindex: 1 },
  MirrorPadGrad: PADDING,
  OneHot: { T: 2, TI: 0 },
  Pad: PADDING,
  RFFT: { Treal: 0 },
  RFFT2D: { Treal: 0 },
  Range: { Tidx: 0 },
  Roll: { T: 0, Tshift: 1, Taxis: 2 },
  Select: { T: 1 },
  SelectV2: { T: 1 },
  SparseSoftmaxCrossEntropyWithLogits: { T: 0, Tlabels: 1 },
  Split: { T: 1 },
  StatelessMultinomial: { T: 0, Tseed: 2 },
  StatelessRandomGammaV2: DRAWN_OF,
  StatelessRandomNormal: DRAWN,
  StatelessRandomUniform: DRAWN,
  StatelessRandomUniformInt: DRAWN_OF,
  StatelessTruncatedNormal: DRAWN,
  StridedSlice: { T: 0, Index: 1 },
  TensorScatterAdd: UPDATES,
  TensorScatterMax: UPDATES,
  TensorScatterMin: UPDATES,
  TensorScatterSub: UPDATES,
  TensorScatterUpdate: UPDATES,
  UnsortedSegmentMax: SEGMENTS,
  UnsortedSegmentMin: SEGMENTS,
  UnsortedSegmentProd: SEGMENTS,
  UnsortedSegmentSum: SEGMENTS,
};

/** The input that each attribute of a type takes it from. A graph must hold them; TensorFlow finds none by itself. */
export function typeAttributesOf(op: string): Readonly<Record<string, number>> {
  return OTHERS[op] ?? FIRST_INPUT;
}
