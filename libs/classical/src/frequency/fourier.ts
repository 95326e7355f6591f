/** Complex numbers as two arrays. */
export type Complex = { re: Float64Array; im: Float64Array };

/**
 * The discrete Fourier transform of a picture of complex numbers, [height, width], in place; the inverse divides by their
 * number. Any size is possible; sides made of small factors are fast, a prime p takes p steps a value.
 */
export function fourier2d(
  picture: Complex,
  { width, height, isInverse = false }: { width: number; height: number; isInverse?: boolean },
): void {
  const { re, im } = picture;
  // The inverse is the transform with the parts exchanged.
  const values = isInverse ? { re: im, im: re } : picture;
  const work = { re: new Float64Array(re.length), im: new Float64Array(re.length) };
  transform(values, work, { turns: turnsOf(height), stride: width });
  const turns = turnsOf(width);
  const row = { re: new Float64Array(width), im: new Float64Array(width) };
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width, (y + 1) * width];
    const part = { re: values.re.subarray(from, to), im: values.im.subarray(from, to) };
    transform(part, row, { turns, stride: 1 });
  }
  if (!isInverse) return;
  const scale = 1 / re.length;
  for (let i = 0; i < re.length; i++) {
    re[i] = (re[i] ?? 0) * scale;
    im[i] = (im[i] ?? 0) * scale;
  }
}

/** Cosines and sines of a whole turn in `length` steps, clockwise. */
type Turns = { length: number; cos: Float64Array; sin: Float64Array };

function turnsOf(length: number): Turns {
  const angle = (-2 * Math.PI) / length;
  return {
    length,
    cos: Float64Array.from({ length }, (_, i) => Math.cos(angle * i)),
    sin: Float64Array.from({ length }, (_, i) => Math.sin(angle * i)),
  };
}

/**
 * Transforms `stride` sequences that lie interleaved, all at once (the self-sorting form of T. G. Stockham, 1966, for any
 * factors).
 */
function transform(values: Complex, work: Complex, { turns, stride }: { turns: Turns; stride: number }): void {
  let [from, to] = [values, work];
  let [n, s] = [turns.length, stride];
  while (n > 1) {
    const radix = factorOf(n);
    if (radix === 4) passOf4(from, to, { turns, n, s });
    else passOf(radix, from, to, { turns, n, s });
    [from, to] = [to, from];
    n /= radix;
    s *= radix;
  }
  if (from === values) return;
  values.re.set(from.re);
  values.im.set(from.im);
}

function factorOf(n: number): number {
  if (n % 4 === 0) return 4;
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor;
  return n;
}

type Pass = { turns: Turns; n: number; s: number };

function passOf4({ re: fr, im: fi }: Complex, { re: tr, im: ti }: Complex, { turns, n, s }: Pass): void {
  const m = n / 4;
  const turn = turns.length / n;
  const step = s * m;
  for (let p = 0; p < m; p++) {
    const cos1 = turns.cos[p * turn] ?? 0;
    const sin1 = turns.sin[p * turn] ?? 0;
    const cos2 = turns.cos[2 * p * turn] ?? 0;
    const sin2 = turns.sin[2 * p * turn] ?? 0;
    const cos3 = turns.cos[3 * p * turn] ?? 0;
    const sin3 = turns.sin[3 * p * turn] ?? 0;
    const end = s * (p + 1);
    for (let i = s * p, o = s * 4 * p; i < end; i++, o++) {
      const r0 = fr[i] ?? 0;
      const i0 = fi[i] ?? 0;
      const r1 = fr[i + step] ?? 0;
      const i1 = fi[i + step] ?? 0;
      const r2 = fr[i + 2 * step] ?? 0;
      const i2 = fi[i + 2 * step] ?? 0;
      const r3 = fr[i + 3 * step] ?? 0;
      const i3 = fi[i + 3 * step] ?? 0;
      tr[o] = r0 + r2 + (r1 + r3);
      ti[o] = i0 + i2 + (i1 + i3);
      const xr = r0 - r2 + (i1 - i3);
      const xi = i0 - i2 - (r1 - r3);
      tr[o + s] = xr * cos1 - xi * sin1;
      ti[o + s] = xr * sin1 + xi * cos1;
      const yr = r0 + r2 - (r1 + r3);
      const yi = i0 + i2 - (i1 + i3);
      tr[o + 2 * s] = yr * cos2 - yi * sin2;
      ti[o + 2 * s] = yr * sin2 + yi * cos2;
      const zr = r0 - r2 - (i1 - i3);
      const zi = i0 - i2 + (r1 - r3);
      tr[o + 3 * s] = zr * cos3 - zi * sin3;
      ti[o + 3 * s] = zr * sin3 + zi * cos3;
    }
  }
}

/** Any factor: each output is a sum over the inputs, turned by roots of the factor and then by its place. */
function passOf(radix: number, from: Complex, to: Complex, { turns, n, s }: Pass): void {
  const m = n / radix;
  const turn = turns.length / n;
  const [re, im] = [new Float64Array(radix), new Float64Array(radix)];
  const [cos, sin] = [new Float64Array(radix * radix), new Float64Array(radix * radix)];
  for (let p = 0; p < m; p++) {
    for (let t = 0; t < radix; t++) {
      for (let k = 0; k < radix; k++) {
        const root = ((((k * t) % radix) * m + p * t) % n) * turn;
        cos[t * radix + k] = turns.cos[root] ?? 0;
        sin[t * radix + k] = turns.sin[root] ?? 0;
      }
    }
    for (let q = 0; q < s; q++) {
      for (let k = 0; k < radix; k++) {
        const i = s * (p + k * m) + q;
        re[k] = from.re[i] ?? 0;
        im[k] = from.im[i] ?? 0;
      }
      for (let t = 0; t < radix; t++) {
        let r = 0;
        let j = 0;
        for (let k = 0; k < radix; k++) {
          const c = cos[t * radix + k] ?? 0;
          const d = sin[t * radix + k] ?? 0;
          r += (re[k] ?? 0) * c - (im[k] ?? 0) * d;
          j += (re[k] ?? 0) * d + (im[k] ?? 0) * c;
        }
        const o = s * (radix * p + t) + q;
        to.re[o] = r;
        to.im[o] = j;
      }
    }
  }
}

/**
 * The product of one real picture's transform with the conjugate of another's, from the transform of the first as real
 * and the second as imaginary parts: two transforms for the price of one.
 */
export function crossSpectrum({ re, im }: Complex, { width, height }: { width: number; height: number }): Complex {
  const product = { re: new Float64Array(re.length), im: new Float64Array(re.length) };
  for (let y = 0; y < height; y++) {
    const opposite = ((height - y) % height) * width;
    for (let x = 0; x < width; x++) {
      const [i, j] = [y * width + x, opposite + ((width - x) % width)];
      const [ar, ai, br, bi] = [re[i] ?? 0, im[i] ?? 0, re[j] ?? 0, -(im[j] ?? 0)];
      // First: (a + b) / 2. Second: (a - b) / 2i.
      const [fr, fi] = [(ar + br) / 2, (ai + bi) / 2];
      const [gr, gi] = [(ai - bi) / 2, (br - ar) / 2];
      product.re[i] = fr * gr + fi * gi;
      product.im[i] = fi * gr - fr * gi;
    }
  }
  return product;
}
