import { type InputSpec, type Program, tf } from '@assay/engine';
import { type PictureInput, prepare } from '../augment/augment';
import { createProgram, type EngineOptions } from './trainingProgram';

/** Stored pictures, [n, side, side, channels] one after the other. */
export type PixelBatch = { pixels: Uint8Array; indices: { readonly length: number } };

/** What a network says about pictures, without augmentation and chance. */
export type Evaluation = {
  input: PictureInput;
  /** Side of the stored pictures. */
  side: number;
  /** Pictures at once; a smaller batch is filled up. No result depends on it. */
  batchSize: number;
  /** @param x_NHWC prepared pictures @returns [N, ...], float32 */
  compute: (x_NHWC: tf.Tensor4D) => tf.Tensor;
};

/** A row of values a picture: [count, ...shape], in the order of the batches. */
export type Rows = { values: Float32Array; count: number; shape: number[] };

/** Evaluations as functions of a program. */
export function evaluationFunctions(evaluations: Readonly<Record<string, Evaluation>>) {
  const entries = Object.entries(evaluations);
  return {
    functions: Object.fromEntries(
      entries.map(([name, { input, compute }]) => [
        name,
        // The input below has four axes.
        ({ pixels }: Record<string, tf.Tensor>) => ({ rows: compute(prepare(pixels as tf.Tensor4D, input)) }),
      ]),
    ),
    inputs: Object.fromEntries(
      entries.map(([name, { batchSize, side, input }]): [string, Record<string, InputSpec>] => [
        name,
        { pixels: { shape: [batchSize, side, side, input.channels], dtype: 'int32' } },
      ]),
    ),
  };
}

/** A program of evaluations alone, on a network that does not learn. The caller closes it. */
export function createEvaluationProgram(
  evaluations: Readonly<Record<string, Evaluation>>,
  options: EngineOptions & { variables: readonly tf.Variable[] },
): Program {
  const { functions, inputs } = evaluationFunctions(evaluations);
  const program = createProgram(functions, { ...options, inputs });
  program.init();
  return program;
}

/**
 * Runs an evaluation over all batches. Yields to the event loop between batches.
 *
 * @throws Error when the pictures are not of the side and channels that the evaluation was made for
 */
export async function collectRows(
  program: Program,
  name: string,
  batches: AsyncIterable<PixelBatch> | Iterable<PixelBatch>,
): Promise<Rows> {
  const input = program.inputs[name]?.pixels;
  const [batchSize = 0, ...pictureShape] = input?.shape ?? [];
  if (batchSize === 0) throw new Error(`${name} is no evaluation of this program`);
  const size = pictureShape.reduce((product, side) => product * side, 1);
  const parts: Float32Array[] = [];
  let count = 0;
  let shape: number[] = [];
  for await (const { pixels, indices } of batches) {
    if (pixels.length !== indices.length * size) {
      throw new Error(`${name}: ${pixels.length} bytes are not ${indices.length} pictures of [${pictureShape}]`);
    }
    for (let start = 0; start < indices.length; start += batchSize) {
      const asked = Math.min(batchSize, indices.length - start);
      const values = new Int32Array(batchSize * size);
      values.set(pixels.subarray(start * size, (start + asked) * size));
      const fed = tf.tensor(values, [batchSize, ...pictureShape], 'int32');
      const { rows } = program.run(name, { pixels: fed });
      fed.dispose();
      if (!rows) throw new Error(`${name} gave no rows`);
      shape = rows.shape.slice(1);
      const length = (rows.size / batchSize) * asked;
      parts.push(Float32Array.from((await rows.data()).subarray(0, length)));
      rows.dispose();
      count += asked;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { values, count, shape };
}
