import { describe, expect, test } from 'vitest';
import { type AttributeValue, DATA_TYPE, type TensorSpec } from '../types';
import { inferShapes } from './index';
import { REFUSALS } from './refused';

/** A constant input is written as its values; an input of another type than float32 as its whole description. */
type Input = readonly number[] | { constant: readonly number[] } | TensorSpec;
type Given = { attributes?: Record<string, AttributeValue>; outputs?: number };
type WrongCall = [op: string, inputs: readonly Input[], message: string, given?: Given];

const flag = (...shape: number[]): TensorSpec => ({ shape, dtype: DATA_TYPE.bool });
const integer = (...shape: number[]): TensorSpec => ({ shape, dtype: DATA_TYPE.int32 });
const constant = (...values: number[]): Input => ({ constant: values });
const valid = { strides: [1, 1, 1, 1], padding: 'VALID' };

function infer(op: string, inputs: readonly Input[], { attributes = {}, outputs = 1 }: Given = {}): TensorSpec[] {
  return inferShapes({
    op,
    attributes,
    outputs,
    inputs: inputs.map((input) => {
      if ('shape' in input) return input;
      if ('constant' in input) return integer(input.constant.length);
      return { shape: input, dtype: DATA_TYPE.float32 };
    }),
    constant(index) {
      const input = inputs[index];
      if (input && 'constant' in input) return [...input.constant];
      throw new Error(`the values of input ${index} are not known`);
    },
  });
}

const WRONG: WrongCall[] = [
  ['Add', [[2, 3], [4]], 'cannot broadcast [2,3] with [4]; input shapes [2,3] [4]'],
  ['Add', [[2], integer(2)], 'inputs 0 and 1 must have one type, not float32 and int32'],
  ['Add', [[2]], 'it has 1 inputs, number 1 is missing'],
  ['ReluGrad', [[2, 3], [3]], 'inputs 0 and 1 must have one shape, not [2,3] and [3]'],
  ['AddN', [[2], [2], [1]], 'inputs 0 and 2 must have one shape, not [2] and [1]'],
  ['LogicalAnd', [[2], [2]], 'input 0 must be bool, it is float32'],
  ['LogicalNot', [[2]], 'input 0 must be bool, it is float32'],
  ['Cast', [[2]], 'the attribute DstT must be a number, it is undefined'],
  ['ClipByValue', [[2], [3], []], 'cannot broadcast [3] with [2]'],
  ['Select', [flag(3), [2, 3], [2, 3]], 'the condition is [3], the values are [2,3]'],
  ['SelectV2', [flag(2), [3], []], 'cannot broadcast [2] with [3]'],

  ['Sum', [[2, 3], constant(2)], 'axis 2 does not exist among 2'],
  ['Sum', [[2, 3], [1]], 'the values of input 1 are not known'],
  ['All', [[2], constant(0)], 'input 0 must be bool'],
  ['ArgMax', [[2, 3], constant(0, 1)], 'input 1 must hold one number'],
  ['Cumsum', [[2], constant(1)], 'axis 1 does not exist among 1'],

  [
    'MatMul',
    [
      [2, 3],
      [4, 5],
    ],
    'its inner sides 3 and 4 differ; input shapes [2,3] [4,5]',
  ],
  [
    'MatMul',
    [
      [2, 3],
      [3, 5],
    ],
    'its inner sides 2 and 3 differ',
    { attributes: { transpose_a: true } },
  ],
  [
    'MatMul',
    [
      [2, 3, 4],
      [4, 5],
    ],
    'input 0 must have 2 axes, it has 3',
  ],
  [
    'BatchMatMulV2',
    [
      [2, 3, 4],
      [3, 4, 5],
    ],
    'cannot broadcast [2] with [3]',
  ],
  ['BatchMatMulV2', [[3], [3, 4]], '[3] has no axis -2'],
  [
    'Einsum',
    [
      [2, 3],
      [4, 5],
    ],
    'ij,jk->ik: j is 3 and 4',
    { attributes: { equation: 'ij,jk->ik' } },
  ],
  ['Einsum', [[2]], 'i->ij: j occurs in no input', { attributes: { equation: 'i->ij' } }],
  ['Einsum', [[2]], 'an ellipsis is not supported', { attributes: { equation: '...i->i' } }],
  ['Einsum', [[2]], 'i,j->ij names 2 inputs, there are 1', { attributes: { equation: 'i,j->ij' } }],
  ['Einsum', [[2]], 'i has no ->', { attributes: { equation: 'i' } }],
  ['BiasAdd', [[2, 3], [2]], 'a bias of 2 values for 3 channels'],
  ['BiasAdd', [[2, 3], [3]], 'pictures must be NHWC', { attributes: { data_format: 'NCHW' } }],

  [
    'Conv2D',
    [
      [1, 8, 8, 3],
      [3, 3, 4, 2],
    ],
    'a filter of 4 to 2 channels on 3 channels',
    { attributes: valid },
  ],
  [
    'Conv2D',
    [
      [1, 8, 8, 4],
      [3, 3, 2, 3],
    ],
    'a filter of 2 to 3 channels on 4 channels',
    { attributes: valid },
  ],
  [
    'Conv2D',
    [
      [1, 2, 8, 3],
      [3, 3, 3, 4],
    ],
    'a window that reaches over 3 does not fit into 2',
    { attributes: valid },
  ],
  [
    'Conv2D',
    [
      [8, 8, 3],
      [3, 3, 3, 4],
    ],
    'where both must have 4 axes',
    { attributes: valid },
  ],
  [
    'Conv2D',
    [
      [1, 8, 8, 3],
      [3, 3, 3, 4],
    ],
    'padding NUMBER is none of SAME, VALID and EXPLICIT',
    { attributes: { ...valid, padding: 'NUMBER' } },
  ],
  [
    'Conv2DBackpropInput',
    [constant(1, 8, 8, 3), [3, 3, 3, 4], [1, 8, 8, 4]],
    'its gradient is [1,8,8,4], its output [1,6,6,4]',
    { attributes: valid },
  ],
  [
    'Conv2DBackpropFilter',
    [[1, 8, 8, 3], constant(3, 3, 3, 4), [2, 6, 6, 4]],
    'its gradient is [2,6,6,4], its output [1,6,6,4]',
    { attributes: valid },
  ],
  [
    'DepthwiseConv2dNative',
    [
      [1, 8, 8, 3],
      [3, 3, 2, 1],
    ],
    'a filter of 2 channels on 3 channels',
    { attributes: valid },
  ],
  [
    'Dilation2D',
    [
      [1, 8, 8, 3],
      [3, 3, 2],
    ],
    'a filter of 2 channels on 3 channels',
    { attributes: { ...valid, rates: [1, 1, 1, 1] } },
  ],
  [
    'Dilation2D',
    [
      [8, 8, 3],
      [3, 3, 3],
    ],
    'a picture of 4 axes and a filter of 3 are needed',
    { attributes: valid },
  ],

  ['MaxPool', [[1, 2, 2, 3]], 'does not fit into 2', { attributes: { ...valid, ksize: [1, 3, 3, 1] } }],
  ['MaxPool', [[1, 2, 2, 3]], 'channels are not pooled', { attributes: { ...valid, ksize: [1, 1, 1, 3] } }],
  [
    'AvgPool',
    [[1, 4, 4, 3]],
    'must be positive',
    { attributes: { ...valid, ksize: [1, 2, 2, 1], strides: [1, 0, 1, 1] } },
  ],
  [
    'AvgPool3D',
    [[1, 4, 4, 3]],
    'a picture [1,4,4,3] where 5 axes are needed',
    { attributes: { ...valid, ksize: [1, 2, 2, 2, 1] } },
  ],
  [
    'MaxPoolGrad',
    [
      [1, 4, 4, 3],
      [1, 4, 4, 3],
      [1, 4, 4, 3],
    ],
    'its gradient is [1,4,4,3], its output [1,3,3,3]',
    { attributes: { ...valid, ksize: [1, 2, 2, 1] } },
  ],

  ['FusedBatchNormV3', [[1, 2, 2, 3], [2], [3]], 'input 1 has 2 values for 3 channels'],
  ['FusedBatchNormGradV3', [[1, 2, 2, 3], [1, 2, 3, 3], [3]], 'must have one shape'],
  ['Softmax', [[]], '[] has no axis -1'],
  ['LRN', [[2, 3]], 'input 0 must have 4 axes, it has 2'],
  [
    'SoftmaxCrossEntropyWithLogits',
    [
      [2, 3],
      [2, 4],
    ],
    'cannot broadcast [2,3] with [2,4]',
  ],
  ['SparseSoftmaxCrossEntropyWithLogits', [[2, 3], integer(3)], '3 labels for 2 rows'],

  ['Reshape', [[2, 3], constant(4, -1)], 'cannot reshape [2,3] to [4,-1]; input shapes [2,3] [2]'],
  ['Reshape', [[2, 3], constant(-1, -1)], 'cannot reshape [2,3] to [-1,-1]'],
  ['Reshape', [[0], constant(0, -1)], 'cannot reshape [0] to [0,-1]'],
  ['ExpandDims', [[2], constant(3)], 'axis 3 does not exist among 2'],
  ['Squeeze', [[2, 1]], 'axis 0 of [2,1] is not 1', { attributes: { squeeze_dims: [0] } }],
  ['Transpose', [[2, 3], constant(0, 0)], '[0,0] is no order of 2 axes'],
  ['Transpose', [[2, 3], constant(0)], '[0] is no order of 2 axes'],
  ['ReverseV2', [[2], constant(1)], 'axis 1 does not exist among 1'],
  ['Roll', [[2], constant(1), constant(1)], 'axis 1 does not exist among 1'],
  ['Tile', [[2, 3], constant(2)], 'input 0 must have 1 axes, it has 2'],
  ['BroadcastTo', [[2], constant(3)], 'cannot broadcast [2] with [3]'],
  ['BroadcastTo', [[2, 1], constant(2)], 'cannot broadcast [2,1] to [2]'],
  ['BroadcastTo', [[3], constant(1)], 'cannot broadcast [3] to [1]'],
  ['DepthToSpace', [[1, 2, 2, 6]], '6 channels are no multiple of', { attributes: { block_size: 2 } }],
  ['SpaceToDepth', [[1, 3, 2, 6]], '3 x 2 is no multiple of 2', { attributes: { block_size: 2 } }],
  ['SpaceToBatchND', [[1, 3, 2], constant(2), constant(0, 0)], 'a padded side of 3 is no multiple of its block 2'],
  ['BatchToSpaceND', [[3, 3], constant(2), constant(0, 0)], 'a batch of 3 is no multiple'],
  ['BatchToSpaceND', [[2, 1], constant(2), constant(2, 1)], 'more is cropped than axis 1 holds'],

  ['ConcatV2', [[2, 3], [3, 3], constant(1)], '[2,3] and [3,3] cannot be joined along axis 1'],
  ['ConcatV2', [[2], integer(2), constant(0)], 'must have one type'],
  ['Pack', [[2], [3]], 'must have one shape'],
  ['Unpack', [[2, 3]], 'axis 0 does not hold 3 tensors', { outputs: 3 }],
  ['Split', [constant(0), [5]], 'axis 0 cannot be split into 2 equal parts', { outputs: 2 }],
  ['SplitV', [[5], constant(2, 2), constant(0)], 'axis 0 cannot be split into [2,2]', { outputs: 2 }],
  ['SplitV', [[5], constant(6, -1), constant(0)], 'cannot be split into [6,-1]', { outputs: 2 }],

  ['Slice', [[3], constant(2), constant(2)], 'axis 0 of [3] has no 2 places from 2 on'],
  ['Slice', [[3, 2], constant(2), constant(2)], 'input 0 must have 1 axes, it has 2'],
  [
    'StridedSlice',
    [[3], constant(0), constant(1), constant(1)],
    'new_axis_mask is not supported',
    { attributes: { new_axis_mask: 1 } },
  ],
  [
    'StridedSlice',
    [[3], constant(3), constant(4), constant(1)],
    'axis 0 of [3] has no place 3',
    { attributes: { shrink_axis_mask: 1 } },
  ],
  ['StridedSlice', [[3], constant(0), constant(1), constant(0)], 'a stride of 0'],
  ['StridedSlice', [[3], constant(0, 0), constant(1, 1), constant(1, 1)], '2 axes are cut of [3]'],
  ['Pad', [[3, 2], constant(1, 1)], 'input 0 must have 1 axes, it has 2'],
  ['Pad', [[3], constant(-1, 1)], 'a padding of [-1,1]'],
  ['PadV2', [[3], constant(1, 1), integer()], 'must have one type'],
  [
    'MirrorPad',
    [[3], constant(3, 0)],
    'axis 0 of 3 can be mirrored by 2, not by 3',
    { attributes: { mode: 'REFLECT' } },
  ],
  ['MirrorPadGrad', [[3], constant(3, 1)], 'axis 0 of 3 was not padded by 3 and 1'],

  ['GatherV2', [[3], integer(2), constant(1)], 'axis 1 does not exist among 1'],
  [
    'GatherV2',
    [[3, 4], integer(2, 5), constant(1)],
    'the first 1 axes of [3,4] and [2,5] differ',
    { attributes: { batch_dims: 1 } },
  ],
  ['GatherV2', [[3, 4], integer(3), constant(0)], 'batch_dims of 1', { attributes: { batch_dims: 1 } }],
  ['GatherNd', [[3], integer(5, 2)], 'indices of 2 axes into [3]'],
  ['ScatterNd', [integer(5, 1), [4, 2], constant(3, 2)], 'updates [4,2] for places [5,2]'],
  ['ScatterNd', [integer(5, 1), [5], constant(-3)], 'input 2 is no shape: [-3]'],
  ['TensorScatterAdd', [[3, 2], integer(5, 1), [5]], 'updates [5] for places [5,2]'],
  ['UnsortedSegmentSum', [[3, 2], integer(2), constant(4)], 'segments [2] are no leading axes'],
  ['OneHot', [integer(3), constant(4), [], integer()], 'must have one type'],
  ['TopKV2', [[2, 3], constant(4)], 'the 4 largest of 3', { outputs: 2 }],
  ['DenseBincount', [integer(2, 3, 4), constant(4), [0]], 'input 0 must have 1 or 2 axes'],
  ['SparseToDense', [integer(1), constant(4), [1], integer()], 'must have one type'],
  ['InvertPermutation', [integer(2, 2)], 'input 0 must have 1 axes, it has 2'],

  ['DiagPart', [[2, 3]], '[2,3] has no diagonal: its halves differ'],
  ['MatrixBandPart', [[2]], '[2] has no axis -2'],
  ['FFT', [[2]], 'input 0 must be complex64, it is float32'],
  ['RFFT', [[2], constant(2, 2)], '2 lengths for a transform of 1 axes'],
  ['Complex', [[2], [3]], 'must have one shape'],

  ['ResizeBilinear', [[8, 8, 3], constant(2, 2)], 'input 0 must have 4 axes, it has 3'],
  ['ResizeBilinear', [[1, 8, 8, 3], constant(2)], 'input 1 must be a height and a width'],
  ['CropAndResize', [[1, 8, 8, 3], [2, 5], integer(2)], 'a box has 4 numbers, not 5'],
  ['CropAndResize', [[1, 8, 8, 3], [2, 4], integer(1)], '2 boxes with the numbers of 1 pictures'],
  ['CropAndResizeGradImage', [[2, 3, 3, 1], [2, 4], integer(2), constant(8, 8)], 'input 3 must be a shape of 4 axes'],
  ['NonMaxSuppressionV4', [[2, 4], [2], constant(4)], 'its output size depends on the data'],
  [
    'NonMaxSuppressionV4',
    [[2, 4], [3], constant(4)],
    '2 boxes with 3 scores',
    { attributes: { pad_to_max_output_size: true } },
  ],

  ['StatelessRandomUniform', [constant(2), integer(3)], 'its seed must be two numbers, it is [3]'],
  ['StatelessRandomUniform', [constant(-2), integer(2)], 'input 0 is no shape: [-2]'],
  ['Fill', [constant(2), [3]], 'input 1 must have 0 axes, it has 1'],
  ['Range', [constant(0), constant(3), constant(0)], 'no steps of 0 lead from 0 to 3'],
  ['Range', [constant(0), constant(3), constant(-1)], 'no steps of -1 lead from 0 to 3'],
];

describe('inputs that do not fit', () => {
  test.each(WRONG)('%s %j: %s', (op, inputs, message, given) => {
    const run = () => infer(op, inputs, given);
    for (const part of [`${op}: `, message, '; input shapes [']) expect(run).toThrow(part);
  });
});

test.each(Object.entries(REFUSALS))('%s is refused with the reason and a way out', (op, reason) => {
  expect(() => infer(op, [[2]])).toThrow(`${op}: ${reason}; input shapes [2]`);
  expect(reason).toMatch(/: (use|multiply)/);
});

test('an unknown operation says where to add it', () => {
  expect(() => infer('Cholesky', [[2, 2]])).toThrow(
    'Cholesky: no shape function; add a shape function to libs/engine/src/graph/shapes and meet it in the shadow test',
  );
  expect(() => infer('toString', [])).toThrow('toString: no shape function');
});

test('an output is a shape and a type, whatever else its input carries', () => {
  const input = { shape: [2], dtype: DATA_TYPE.float32, values: Float32Array.of(1, 2) };
  expect(infer('Relu', [input])).toEqual([{ shape: [2], dtype: DATA_TYPE.float32 }]);
});
