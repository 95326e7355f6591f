import { expect, test } from 'vitest';
import { softmax } from '../ops/softmax';
import { tf } from '../tf';
import { compileProgram } from './program';

test.each([[[8, 3, 17, 17]], [[64, 10]], [[2, 1000]]])(
  'softmax of [%s] is the same bits, executed and compiled',
  (shape) => {
    const x = tf.randomNormal(shape, 0, 2, 'float32', 1);
    const step = (feeds: Record<string, tf.Tensor>) => ({ y: softmax(feeds.x as tf.Tensor) });
    const program = compileProgram({ step }, { inputs: { step: { x: { shape, dtype: 'float32' } } }, variables: [] });
    program.init();
    const { y } = program.run('step', { x });
    expect(y?.dataSync()).toEqual(softmax(x).dataSync());
    program.close();
  },
);
