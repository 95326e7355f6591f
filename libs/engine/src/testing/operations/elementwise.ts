import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, flags, int, raw, some, withGradient } from './calls';

const UNARY = (
  'Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Expm1 Floor Identity LeakyRelu Log Log1p Neg OnesLike ' +
  'Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square StopGradient Tan Tanh ZerosLike ' +
  'IsFinite IsInf IsNan'
).split(' ');
const GRADIENTS =
  'EluGrad LeakyReluGrad ReciprocalGrad Relu6Grad ReluGrad RsqrtGrad SeluGrad SigmoidGrad SoftplusGrad SqrtGrad TanhGrad'.split(
    ' ',
  );
const BINARY = (
  'Add AddV2 Atan2 Div DivNoNan FloorDiv FloorMod Maximum Minimum Mul MulNoNan Pow RealDiv SquaredDifference Sub ' +
  'Xdivy Xlogy Equal Greater GreaterEqual Less LessEqual NotEqual'
).split(' ');

export const ELEMENTWISE_CALLS: Calls = {
  'one input': () => {
    for (const op of UNARY) for (const shape of [[], [2, 3], [0, 4]]) raw(op, [some(...shape)]);
    raw('Abs', [int(-3)]);
    raw('CheckNumerics', [some(2)], [attribute.string('message', 'a loss')]);
    raw('LogicalNot', [flags(true, false)]);
  },
  'gradients of one input': () => {
    for (const op of GRADIENTS) raw(op, [some(2, 3), some(2, 3)]);
  },
  'two inputs with broadcasting': () => {
    for (const op of BINARY) {
      raw(op, [some(2, 1, 3), some(4, 1)]);
      raw(op, [some(), some(5)]);
    }
    raw('Add', [int(1), int(2)]);
    for (const op of ['LogicalAnd', 'LogicalOr']) raw(op, [flags(true), flags(true, false)]);
  },
  'many inputs': () => {
    tf.addN([some(2, 3), some(2, 3), some(2, 3)]);
    tf.clipByValue(some(2, 3), 0.2, 0.5);
    raw('ClipByValue', [some(2, 3), some(2, 3), some(2, 3)]);
  },
  choices: () => {
    tf.where(tf.tensor2d([[true], [false]]), some(2, 1), some(2, 1));
    raw('Select', [flags(true, false), some(2, 3), some(2, 3)]);
    raw('Select', [tf.scalar(true, 'bool'), some(2, 3), some(2, 3)]);
    raw('SelectV2', [flags(true, false, true), some(2, 1), some(1, 3)]);
    raw('SelectV2', [flags(true), some(), some(4)]);
  },
  casts: () => {
    for (const dtype of ['int32', 'bool', 'float32'] as const) tf.cast(some(2), dtype);
    tf.cast(flags(true), 'float32');
  },
  "tfjs's functions and their gradients": () => {
    withGradient([[2]], (x) => tf.acosh(tf.add(x, 1.5)));
    for (const run of [tf.abs, tf.acos, tf.asin, tf.asinh, tf.atan, tf.atanh, tf.cos, tf.cosh, tf.elu, tf.erf]) {
      withGradient([[3, 4]], (x) => run(x));
    }
    for (const run of [tf.exp, tf.expm1, tf.leakyRelu, tf.log, tf.log1p, tf.neg, tf.reciprocal, tf.relu, tf.relu6]) {
      withGradient([[3, 4]], (x) => run(x));
    }
    for (const run of [tf.rsqrt, tf.selu, tf.sigmoid, tf.sin, tf.sinh, tf.softplus, tf.sqrt, tf.square, tf.tan]) {
      withGradient([[3, 4]], (x) => run(x));
    }
    for (const run of [tf.tanh, tf.step]) withGradient([[3, 4]], (x) => run(x));
    for (const run of [tf.add, tf.sub, tf.mul, tf.div, tf.pow, tf.atan2, tf.prelu]) {
      withGradient(
        [
          [2, 4, 3],
          [4, 1],
        ],
        (a, b) => run<tf.Tensor>(a, b),
      );
    }
    // tfjs's gradients of these forget that an input was broadcast.
    for (const run of [tf.maximum, tf.minimum, tf.squaredDifference, tf.mod]) {
      withGradient(
        [
          [4, 3],
          [4, 3],
        ],
        (a, b) => run<tf.Tensor>(a, b),
      );
    }
    tf.floorDiv(some(2, 3), some(3));
    tf.divNoNan(some(2, 3), some(3));
  },
};
