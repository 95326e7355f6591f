import { tf } from '../../tf';
import { type Calls, ints, raw, rawOne, some } from './calls';

export const FOURIER_CALLS: Calls = {
  'complex signals': () => {
    const signal = tf.complex(some(2, 6), some(2, 6));
    tf.fft(signal);
    tf.ifft(signal);
    for (const op of ['FFT2D', 'IFFT2D']) raw(op, [signal]);
  },
  'real signals': () => {
    for (const length of [5, 6, 7]) {
      const half = rawOne('RFFT', [some(3, 7), ints(length)]);
      raw('IRFFT', [half, ints(length)]);
      const plane = rawOne('RFFT2D', [some(2, 3, 7), ints(3, length)]);
      raw('IRFFT2D', [plane, ints(3, length)]);
    }
    tf.rfft(some(2, 6));
  },
  parts: () => {
    const number = tf.complex(some(2, 3), some(2, 3));
    for (const run of [tf.real, tf.imag, tf.abs]) run(number);
  },
};
