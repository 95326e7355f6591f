import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attribute } from '../../native';
import { ints, raw, some } from '../../testing/operations/calls';
import { shadow } from '../../testing/shadow';
import { tf } from '../../tf';
import { countSteps } from './slicing';
import { countWindows } from './windows';

/** Same outcome as TensorFlow's: the same shape, or an error from both. */
function expectAsTensorFlow(run: () => void): void {
  expect(shadow(() => tf.tidy(run)).differences).toEqual([]);
}

const side = fc.integer({ min: 1, max: 4 });

test('two shapes broadcast as in TensorFlow', () => {
  const pair = fc
    .tuple(
      fc.array(side, { maxLength: 4 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat(4),
      fc.nat(4),
    )
    .map(([shape, isOne, dropA, dropB]) => ({
      a: shape.map((length, axis) => (isOne[axis] ? 1 : length)).slice(dropA),
      b: shape.map((length, axis) => (isOne[axis + 4] ? 1 : length)).slice(dropB),
    }));
  fc.assert(fc.property(pair, ({ a, b }) => expectAsTensorFlow(() => raw('Add', [some(...a), some(...b)]))));
});

test('strided slices cut as in TensorFlow, with masks, steps backwards and bounds outside', () => {
  const bound = fc.integer({ min: -9, max: 9 });
  const axis = fc.record({
    side: fc.integer({ min: 1, max: 7 }),
    begin: bound,
    end: bound,
    stride: fc.constantFrom(-3, -2, -1, 1, 2, 3),
  });
  const mask = fc.integer({ min: 0, max: 7 });
  const cut = fc.record({ axes: fc.array(axis, { minLength: 1, maxLength: 3 }), beginMask: mask, endMask: mask });
  fc.assert(
    fc.property(cut, ({ axes, beginMask, endMask }) => {
      const masks = [attribute.int('begin_mask', beginMask), attribute.int('end_mask', endMask)];
      const bounds = (['begin', 'end', 'stride'] as const).map((name) => ints(...axes.map((each) => each[name])));
      expectAsTensorFlow(() => raw('StridedSlice', [some(...axes.map((each) => each.side)), ...bounds], masks));
    }),
    { numRuns: 300 },
  );
});

test('a strided slice takes as many places as a loop counts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.nat(6), fc.nat(6), fc.integer({ min: 1, max: 3 }), (...drawn) => {
      const [length, begin, end, stride] = drawn;
      let count = 0;
      for (let place = Math.min(begin, length); place < Math.min(end, length); place += stride) count++;
      expect(countSteps({ side: length, begin, end, stride })).toBe(count);
    }),
  );
});

const window = fc.record({
  height: fc.integer({ min: 1, max: 11 }),
  width: fc.integer({ min: 1, max: 11 }),
  kernel: fc.tuple(side, side),
  stride: fc.tuple(side, side),
  dilation: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  padding: fc.oneof(
    fc.constantFrom('SAME' as const, 'VALID' as const),
    fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
  ),
});

test('convolutions have as many places as in TensorFlow', () => {
  fc.assert(
    fc.property(window, ({ height, width, kernel, stride, dilation, padding }) => {
      const [top, bottom, left, right] = typeof padding === 'string' ? [0, 0, 0, 0] : padding;
      const fits =
        dilation[0] * (kernel[0] - 1) < height + top + bottom && dilation[1] * (kernel[1] - 1) < width + left + right;
      fc.pre(padding === 'SAME' || fits);
      const attributes = [
        attribute.ints('strides', [1, ...stride, 1]),
        attribute.ints('dilations', [1, ...dilation, 1]),
        attribute.string('padding', typeof padding === 'string' ? padding : 'EXPLICIT'),
        ...(typeof padding === 'string' ? [] : [attribute.ints('explicit_paddings', [0, 0, ...padding, 0, 0])]),
      ];
      expectAsTensorFlow(() => raw('Conv2D', [some(1, height, width, 2), some(...kernel, 2, 3)], attributes));
    }),
    { numRuns: 300 },
  );
});

test('pools have as many places as in TensorFlow', () => {
  fc.assert(
    fc.property(window, ({ height, width, kernel, stride, padding }) => {
      const name = typeof padding === 'string' ? padding : 'VALID';
      fc.pre(kernel[0] <= height && kernel[1] <= width);
      const attributes = [
        attribute.ints('ksize', [1, ...kernel, 1]),
        attribute.ints('strides', [1, ...stride, 1]),
        attribute.string('padding', name),
      ];
      expectAsTensorFlow(() => raw('MaxPool', [some(1, height, width, 2)], attributes));
    }),
  );
});

test('a window takes as many places as a loop counts, and one that never fits is refused', () => {
  fc.assert(
    fc.property(
      fc.nat(11),
      side,
      side,
      side,
      fc.tuple(fc.nat(2), fc.nat(2)),
      (length, kernel, stride, dilation, padding) => {
        const count = () => countWindows({ side: length, kernel, stride, dilation, padding });
        const end = length + padding[0] + padding[1];
        let places = 0;
        for (let start = 0; start + (kernel - 1) * dilation < end; start += stride) places++;
        if (places === 0) expect(count).toThrow(/does not fit/);
        else expect(count()).toBe(places);
      },
    ),
  );
});
