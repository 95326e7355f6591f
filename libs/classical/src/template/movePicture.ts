import type { FloatPicture, GreyPicture } from '../picture';
import type { Shift } from './phaseCorrelation';

/**
 * A picture moved to the right and down, by fractions of a pixel too: bilinear, the border pixels go on outside. Equal to
 * SciPy's `ndimage.shift` with `order=1` and `mode="nearest"`.
 */
export function movePicture({ width, height, data }: GreyPicture, shift: Shift): FloatPicture {
  const columns = stepsOf(width, shift.x);
  const rows = stepsOf(height, shift.y);
  const moved = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const [above, below] = [(rows.first[y] ?? 0) * width, (rows.second[y] ?? 0) * width];
    const down = rows.weight[y] ?? 0;
    for (let x = 0; x < width; x++) {
      const [left, right] = [columns.first[x] ?? 0, columns.second[x] ?? 0];
      const across = columns.weight[x] ?? 0;
      const upper = (data[above + left] ?? 0) * (1 - across) + (data[above + right] ?? 0) * across;
      const lower = (data[below + left] ?? 0) * (1 - across) + (data[below + right] ?? 0) * across;
      moved[y * width + x] = upper * (1 - down) + lower * down;
    }
  }
  return { width, height, data: moved };
}

/** For each place the two that it comes from, and the second's weight. */
function stepsOf(length: number, shift: number): { first: Int32Array; second: Int32Array; weight: Float64Array } {
  const inside = (place: number): number => Math.min(length - 1, Math.max(0, place));
  const whole = Math.floor(-shift);
  return {
    first: Int32Array.from({ length }, (_, place) => inside(place + whole)),
    second: Int32Array.from({ length }, (_, place) => inside(place + whole + 1)),
    weight: new Float64Array(length).fill(-shift - whole),
  };
}
