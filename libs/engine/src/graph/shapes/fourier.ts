import { DATA_TYPE, type ShapeFunction } from '../types';
import { constantShape, inputOf, numberAttribute, requireSameShape, requireType, shapeOf, sideOf } from './call';

/** Over the last axes; as long as it was. */
function complexTransform(axes: number): ShapeFunction {
  return (call) => {
    requireType(call, 0, DATA_TYPE.complex64);
    sideOf(shapeOf(call, 0), -axes);
    return [inputOf(call, 0)];
  };
}

/** Input 1 is the length of each transformed axis; of a real signal half of the frequencies are kept. */
function realTransform(axes: number): ShapeFunction {
  return (call) => {
    const lengths = lengthsOf(constantShape(call, 1), axes);
    const kept = Math.floor(sideOf(lengths, -1) / 2) + 1;
    const shape = [...shapeOf(call, 0).slice(0, -axes), ...lengths.with(-1, kept)];
    return [{ shape, dtype: numberAttribute(call, 'Tcomplex', DATA_TYPE.complex64) }];
  };
}

function inverseRealTransform(axes: number): ShapeFunction {
  return (call) => {
    requireType(call, 0, DATA_TYPE.complex64);
    const lengths = lengthsOf(constantShape(call, 1), axes);
    const shape = [...shapeOf(call, 0).slice(0, -axes), ...lengths];
    return [{ shape, dtype: numberAttribute(call, 'Treal', DATA_TYPE.float32) }];
  };
}

function lengthsOf(lengths: readonly number[], axes: number): readonly number[] {
  if (lengths.length !== axes) throw new Error(`${lengths.length} lengths for a transform of ${axes} axes`);
  return lengths;
}

const realPart: ShapeFunction = (call) => {
  requireType(call, 0, DATA_TYPE.complex64);
  return [{ shape: shapeOf(call, 0), dtype: numberAttribute(call, 'Tout', DATA_TYPE.float32) }];
};

const complex: ShapeFunction = (call) => {
  requireSameShape(call, 0, 1);
  return [{ shape: shapeOf(call, 0), dtype: numberAttribute(call, 'Tout', DATA_TYPE.complex64) }];
};

/** Fourier transforms and complex numbers. */
export const FOURIER = {
  Complex: complex,
  ComplexAbs: realPart,
  FFT: complexTransform(1),
  FFT2D: complexTransform(2),
  IFFT: complexTransform(1),
  IFFT2D: complexTransform(2),
  Imag: realPart,
  IRFFT: inverseRealTransform(1),
  IRFFT2D: inverseRealTransform(2),
  Real: realPart,
  RFFT: realTransform(1),
  RFFT2D: realTransform(2),
} satisfies Record<string, ShapeFunction>;
