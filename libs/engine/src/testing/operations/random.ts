import { attribute } from '../../native';
import { statelessUniform } from '../../ops/statelessUniform';
import { type Calls, int, ints, raw, some } from './calls';

export const RANDOM_CALLS: Calls = {
  'floating numbers': () => {
    const seed = ints(1, 2);
    statelessUniform([2, 3], seed);
    const type = [attribute.type('dtype', 'float32')];
    for (const op of ['StatelessRandomUniform', 'StatelessRandomNormal', 'StatelessTruncatedNormal']) {
      for (const shape of [ints(), ints(4), ints(2, 3)]) raw(op, [shape, seed], type);
    }
    raw('StatelessRandomGammaV2', [ints(5, 3), seed, some(3)]);
  },
  integers: () => {
    raw('StatelessRandomUniformInt', [ints(2, 3), ints(1, 2), int(0), int(9)], [attribute.type('dtype', 'int32')]);
    raw('StatelessMultinomial', [some(2, 5), int(4), ints(1, 2)], [attribute.type('output_dtype', 'int32')]);
  },
};
