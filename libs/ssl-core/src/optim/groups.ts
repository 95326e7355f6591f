import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';

/** What is particular to some of the parameters: a factor on the learning rate, and their weight decay. */
export type Group = { learningRateFactor: number; weightDecay: number };
/** Sorts parameters into groups, for instance by depth for a learning rate that falls from layer to layer. */
export type GroupOf = (parameter: Parameter) => Group;

/** The rates of one group in one step. */
export type GroupRates = {
  learningRate: tf.Scalar;
  /** null: this group has none. */
  weightDecay: tf.Scalar | null;
};

/** All parameters alike, but decay for those alone that `hasDecay`. */
export function uniformGroups(weightDecay: number): GroupOf {
  return ({ hasDecay }) => ({ learningRateFactor: 1, weightDecay: hasDecay ? weightDecay : 0 });
}

/**
 * Groups parameters once, so that a step computes rates once a group and not once a parameter.
 *
 * @returns `eachStep` computes something for every group and gives each parameter's by its place
 */
export function groupParameters(parameters: readonly Parameter[], groupOf: GroupOf) {
  const groups: Group[] = [];
  const places = parameters.map((parameter) => {
    const { learningRateFactor, weightDecay } = groupOf(parameter);
    const isSame = (group: Group) =>
      group.learningRateFactor === learningRateFactor && group.weightDecay === weightDecay;
    const known = groups.findIndex(isSame);
    return known >= 0 ? known : groups.push({ learningRateFactor, weightDecay }) - 1;
  });
  return {
    eachStep<T>({ learningRate, weightDecayFactor }: StepRates, compute: (rates: GroupRates) => T): (i: number) => T {
      const computed = groups.map((group) => compute(ratesOf(group, learningRate, weightDecayFactor)));
      return (i) => {
        const result = computed[places[i] ?? -1];
        if (result === undefined) throw new Error(`optimizer: no group for parameter ${i}`);
        return result;
      };
    },
  };
}

type StepRates = { learningRate: tf.Scalar; weightDecayFactor: tf.Scalar | undefined };

function ratesOf(group: Group, learningRate: tf.Scalar, weightDecayFactor: tf.Scalar | undefined): GroupRates {
  const decay = group.weightDecay > 0 ? tf.scalar(group.weightDecay) : null;
  return {
    learningRate: group.learningRateFactor === 1 ? learningRate : tf.mul(learningRate, group.learningRateFactor),
    weightDecay: decay && weightDecayFactor ? tf.mul(decay, weightDecayFactor) : decay,
  };
}
