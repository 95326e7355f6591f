import { engineLanes } from '../openEngine';
import { tf } from '../tf';
import { inLane, isInLane } from './block';
import { isTracing } from './update';

/**
 * Runs a part of a model that treats each picture by itself on parts of the batch side by side, one for each of the
 * engine's lanes, and puts the results together. Each lane's operations run one after the other on the lane's own
 * threads, and never wait for the other lanes': small operations, cut into pieces for all threads, would spend much of
 * their time waiting for each other.
 *
 * Only a compiled step has lanes; elsewhere, and in an engine of one lane, `run` gets the whole batch. The gradient of a
 * weight becomes a sum over lanes, so its last digits depend on their number.
 *
 * @param inputs tensors whose first axis is the batch
 * @param run gives a tensor whose first axis is the batch
 */
export function inLanes<Inputs extends Readonly<Record<string, tf.Tensor>>, T extends tf.Tensor>(
  inputs: Inputs,
  run: (parts: Inputs) => T,
): T {
  const count = Object.values(inputs)[0]?.shape[0] ?? 0;
  const lanes = Math.min(engineLanes(), count);
  if (lanes <= 1 || !isTracing() || isInLane()) return run(inputs);

  const sizes = Array.from({ length: lanes }, (_, i) => Math.ceil((count - i) / lanes));
  const split = Object.entries(inputs).map(([name, input]) => ({ name, parts: tf.split(input, sizes, 0) }));
  const results = sizes.map((_, lane) => {
    const given = Object.fromEntries(split.map(({ name, parts }) => [name, parts[lane]]));
    return inLane(lane, () => run(given as Inputs)); // the same names and ranks
  });
  return tf.concat(results, 0);
}
