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
  transform(values, work, { length: height, stride: width });
  const row = { re: new Float64Array(width), im: new Float64Array(width) };
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width, (y + 1) * width];
    const part = { re: values.re.subarray(from, to), im: values.im.subarray(from, to) };
    transform(part, row, { length: width, stride: 1 });
  }
  if (!isInverse) return;
  const scale = 1 / re.length;
  for (let i = 0; i < re.length; i++) {
    re[i] = (re[i] ?? 0) * scale;
    im[i] = (im[i] ?? 0) * scale;
  }
}

/**
 * Transforms `stride` sequences of `length` that lie interleaved, all at once (the self-sorting form of T. G. Stockham,
 * 1966, for any factors).
 */
function transform(values: Complex, work: Complex, { length, stride }: { length: number; stride: number }): void {
  let [from, to] = [values, work];
  let [n, s] = [length, stride];
  while (n > 1) {
    const radix = factorOf(n);
    if (radix === 4) passOf4(from, to, n, s);
    else if (radix === 2) passOf2(from, to, n, s);
    else passOf(radix, from, to, { n, s });
    [from, to] = [to, from];
    n /= radix;
    s *= radix;
  }
  if (from === values) return;
  values.re.set(from.re.subarray(0, values.re.length));
  values.im.set(from.im.subarray(0, values.im.length));
}

function factorOf(n: number): number {
  if (n % 4 === 0) return 4;
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor;
  return n;
}

function passOf2(from: Complex, to: Complex, n: number, s: number): void {
  const m = n / 2;
  for (let p = 0; p < m; p++) {
    const angle = (-2 * Math.PI * p) / n;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [a, b, c, d] = [s * p, s * (p + m), s * 2 * p, s * (2 * p + 1)];
    for (let q = 0; q < s; q++) {
      const [ar, ai] = [from.re[a + q] ?? 0, from.im[a + q] ?? 0];
      const [br, bi] = [from.re[b + q] ?? 0, from.im[b + q] ?? 0];
      to.re[c + q] = ar + br;
      to.im[c + q] = ai + bi;
      to.re[d + q] = (ar - br) * cos - (ai - bi) * sin;
      to.im[d + q] = (ar - br) * sin + (ai - bi) * cos;
    }
  }
}

function passOf4({ re: fr, im: fi }: Complex, { re: tr, im: ti }: Complex, n: number, s: number): void {
  const m = n / 4;
  for (let p = 0; p < m; p++) {
    const angle = (-2 * Math.PI * p) / n;
    const [cos1, sin1] = [Math.cos(angle), Math.sin(angle)];
    const [cos2, sin2] = [cos1 * cos1 - sin1 * sin1, 2 * cos1 * sin1];
    const [cos3, sin3] = [cos2 * cos1 - sin2 * sin1, cos2 * sin1 + sin2 * cos1];
    const [a, step, c] = [s * p, s * m, s * 4 * p];
    for (let q = 0; q < s; q++) {
      const i = a + q;
      const [r0, i0] = [fr[i] ?? 0, fi[i] ?? 0];
      const [r1, i1] = [fr[i + step] ?? 0, fi[i + step] ?? 0];
      const [r2, i2] = [fr[i + 2 * step] ?? 0, fi[i + 2 * step] ?? 0];
      const [r3, i3] = [fr[i + 3 * step] ?? 0, fi[i + 3 * step] ?? 0];
      const [sumR, sumI, differenceR, differenceI] = [r0 + r2, i0 + i2, r0 - r2, i0 - i2];
      const [otherR, otherI, turnedR, turnedI] = [r1 + r3, i1 + i3, i1 - i3, r3 - r1];
      const o = c + q;
      tr[o] = sumR + otherR;
      ti[o] = sumI + otherI;
      const [xr, xi] = [differenceR + turnedR, differenceI + turnedI];
      tr[o + s] = xr * cos1 - xi * sin1;
      ti[o + s] = xr * sin1 + xi * cos1;
      const [yr, yi] = [sumR - otherR, sumI - otherI];
      tr[o + 2 * s] = yr * cos2 - yi * sin2;
      ti[o + 2 * s] = yr * sin2 + yi * cos2;
      const [zr, zi] = [differenceR - turnedR, differenceI - turnedI];
      tr[o + 3 * s] = zr * cos3 - zi * sin3;
      ti[o + 3 * s] = zr * sin3 + zi * cos3;
    }
  }
}

function passOf(radix: number, from: Complex, to: Complex, { n, s }: { n: number; s: number }): void {
  const m = n / radix;
  // The roots of the whole length serve both the small transform and the turn after it.
  const cos = Float64Array.from({ length: n }, (_, i) => Math.cos((-2 * Math.PI * i) / n));
  const sin = Float64Array.from({ length: n }, (_, i) => Math.sin((-2 * Math.PI * i) / n));
  for (let p = 0; p < m; p++) {
    for (let t = 0; t < radix; t++) {
      const o = s * (radix * p + t);
      for (let q = 0; q < s; q++) to.re[o + q] = to.im[o + q] = 0;
      for (let k = 0; k < radix; k++) {
        const root = (((k * t) % radix) * m + p * t) % n;
        const [c, d] = [cos[root] ?? 0, sin[root] ?? 0];
        const i = s * (p + k * m);
        for (let q = 0; q < s; q++) {
          const [r, j] = [from.re[i + q] ?? 0, from.im[i + q] ?? 0];
          to.re[o + q] = (to.re[o + q] ?? 0) + r * c - j * d;
          to.im[o + q] = (to.im[o + q] ?? 0) + r * d + j * c;
        }
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
