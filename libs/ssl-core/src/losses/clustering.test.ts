import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { crossViewLoss } from './crossView';
import { dinoLoss, nextCenter } from './dino';
import { meanEntropy } from './entropy';
import fixture from './fixtures/clustering.json';
import { sinkhorn } from './sinkhorn';

/** Largest difference of any value. */
function worst(got: tf.Tensor, wanted: number[] | number[][] | number): number {
  return tf.tidy(() => tf.max(tf.abs(tf.sub(got, tf.tensor(wanted)))).dataSync()[0] ?? Number.NaN);
}

/** Loss and gradient to 1e-5; no tensor may stay behind. */
function check(
  values: number[][],
  loss: (x: tf.Tensor2D) => tf.Scalar,
  wanted: { loss: number; gradient: number[][] },
) {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x) => loss(x as tf.Tensor2D))(tf.tensor2d(values)); // as given
    expect(worst(value, wanted.loss)).toBeLessThan(1e-5);
    expect(worst(grad, wanted.gradient)).toBeLessThan(1e-5);
  });
  expect(tf.memory().numTensors).toBe(before);
}

describe('sinkhorn', () => {
  it.each(fixture.sinkhorn)(
    'equals the reference at epsilon $epsilon, $iterations turns',
    ({ scores, codes, ...options }) => {
      const difference = tf.tidy(() => worst(sinkhorn(tf.tensor2d(scores), options), codes));
      expect(difference).toBeLessThan(1e-5);
    },
  );

  it('leaves out rows that are absent', () => {
    const { scores, codes, ...options } = fixture.sinkhorn[0] ?? { scores: [], codes: [], epsilon: 1, iterations: 1 };
    tf.tidy(() => {
      const others_LK = tf.tensor2d([scores[1] ?? [], scores[0] ?? []].map((row) => row.map((value) => -value)));
      const all_NK = tf.concat([others_LK, tf.tensor2d(scores)], 0);
      const absent_N = tf.tensor1d([1, 1, ...scores.map(() => 0)]);
      const got = sinkhorn(all_NK, { ...options, absent_N });
      expect(worst(tf.slice(got, [2, 0], [-1, -1]), codes)).toBeLessThan(1e-5);
    });
  });

  it('gives rows that sum to 1, however small epsilon is, and after many turns even shares', () => {
    tf.tidy(() => {
      const scores_NK = tf.randomUniform<tf.Rank.R2>([12, 4], -1, 1, 'float32', 3);
      for (const epsilon of [1, 0.05, 1e-3]) {
        const codes_NK = sinkhorn(scores_NK, { epsilon, iterations: 300 });
        expect(worst(tf.sum(codes_NK, 1), Array(12).fill(1)), `${epsilon}`).toBeLessThan(1e-3);
        if (epsilon >= 0.05) expect(worst(tf.sum(codes_NK, 0), Array(4).fill(3)), `${epsilon}`).toBeLessThan(0.05);
      }
    });
  });
});

describe('crossViewLoss', () => {
  it.each(fixture.swav)('equals SwAV of $scores.length rows, $count pictures', ({ count, scores, ...wanted }) => {
    tf.tidy(() => {
      const codes = [0, 1].map((view) =>
        sinkhorn(tf.tensor2d(scores.slice(view * count, (view + 1) * count)), { epsilon: 0.05, iterations: 3 }),
      );
      const codes_PK = tf.concat<tf.Tensor2D>(codes, 0);
      check(scores, (x_MK) => crossViewLoss(tf.div(x_MK, 0.1), codes_PK), wanted);
    });
  });

  it('refuses predictions that belong to no whole number of views', () => {
    expect(() => tf.tidy(() => crossViewLoss(tf.ones([5, 3]), tf.ones([4, 3])))).toThrow(/5 predictions/);
    expect(() => tf.tidy(() => crossViewLoss(tf.ones([2, 3]), tf.ones([4, 3])))).toThrow(/two whole views of 2/);
  });
});

describe('dinoLoss', () => {
  it.each(fixture.dino)('equals the reference for $student.length rows', ({ student, teacher, center, ...known }) => {
    tf.tidy(() => {
      const [teacher_PK, center_1K] = [tf.tensor2d(teacher), tf.tensor2d(center)];
      const { studentTemperature, centerMomentum } = known;
      const teacherTemperature = tf.scalar(known.teacherTemperature);
      const input = { teacher_PK, center_1K, studentTemperature, teacherTemperature };
      check(student, (student_MK) => dinoLoss({ ...input, student_MK }).loss, known);
      expect(worst(nextCenter(center_1K, teacher_PK, centerMomentum), known.nextCenter)).toBeLessThan(1e-6);
    });
  });

  it('is the sum of entropy and divergence; the divergence is 0 where the student says the same', () => {
    tf.tidy(() => {
      const outputs_PK = tf.tensor2d([
        [1, 2, 3],
        [1, 2, 3],
      ]);
      const result = dinoLoss({
        student_MK: outputs_PK,
        teacher_PK: outputs_PK,
        center_1K: null,
        studentTemperature: 0.5,
        teacherTemperature: tf.scalar(0.5),
      });
      expect(result.kl.dataSync()[0]).toBeCloseTo(0, 5);
      expect(result.loss.dataSync()[0]).toBeCloseTo(result.teacherEntropy.dataSync()[0] ?? 0, 5);
    });
  });
});

describe('meanEntropy', () => {
  it('is log K of even shares, 0 of one that has everything, and their mean over rows', () => {
    const value = (rows: number[][]) => tf.tidy(() => meanEntropy(tf.tensor2d(rows)).dataSync()[0]);
    expect(value([[0.25, 0.25, 0.25, 0.25]])).toBeCloseTo(Math.log(4), 6);
    expect(value([[0, 1, 0]])).toBeCloseTo(0, 6);
    expect(
      value([
        [0, 1],
        [0.5, 0.5],
      ]),
    ).toBeCloseTo(Math.log(2) / 2, 6);
  });
});
