import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';

/** What is particular to some of the parameters: a factor on the learning rate, and their weight decay. */
export type Group = { learningRateFactor: number; weightDecay: number };
/** Sorts parameters into groups, for instance by depth for a learning rate that falls from layer to layer. */
export type GroupOf = (parameter: Parameter) => Group;

/** Scalars by name, see `Parameter.gate`. */
export type Gates = Readonly<Record<string, tf.Tensor | undefined>>;

/** The rates of one group in one step. */
export type GroupRates = {
  /** 0 while the gate is. */
  learningRate: tf.Scalar;
  /** null: this group has none. */
  weightDecay: tf.Scalar | null;
  /** 1 or 0, whether these parameters learn, and its name; null: they always do. */
  gate: { name: string; isOpen: tf.Scalar } | null;
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
  const groups: (Group & { gate: string | undefined })[] = [];
  const places = parameters.map((parameter) => {
    const { learningRateFactor, weightDecay } = groupOf(parameter);
    const { gate } = parameter;
    const known = groups.findIndex(
      (group) =>
        group.learningRateFactor === learningRateFactor && group.weightDecay === weightDecay && group.gate === gate,
    );
    return known >= 0 ? known : groups.push({ learningRateFactor, weightDecay, gate }) - 1;
  });
  return {
    eachStep<T>(rates: StepRates, compute: (rates: GroupRates) => T): (i: number) => T {
      const computed = groups.map((group) => compute(ratesOf(group, rates)));
      return (i) => {
        const result = computed[places[i] ?? -1];
        if (result === undefined) throw new Error(`optimizer: no group for parameter ${i}`);
        return result;
      };
    },
  };
}

type StepRates = { learningRate: tf.Scalar; weightDecayFactor: tf.Scalar | undefined; gates: Gates | undefined };

function ratesOf(
  { learningRateFactor, weightDecay, gate: name }: Group & { gate: string | undefined },
  { learningRate, weightDecayFactor, gates }: StepRates,
): GroupRates {
  const decay = weightDecay > 0 ? tf.scalar(weightDecay) : null;
  const rate: tf.Scalar = learningRateFactor === 1 ? learningRate : tf.mul(learningRate, learningRateFactor);
  const gate = name === undefined ? null : { name, isOpen: gateOf(gates, name) };
  return {
    learningRate: gate ? tf.mul(rate, gate.isOpen) : rate,
    weightDecay: decay && weightDecayFactor ? tf.mul(decay, weightDecayFactor) : decay,
    gate,
  };
}

/** @throws Error when it is not fed */
export function gateOf(gates: Gates | undefined, name: string): tf.Scalar {
  const gate = gates?.[name];
  if (!gate) throw new Error(`optimizer: the gate ${name} is not fed`);
  return gate as tf.Scalar; // rates are scalars
}

/** A momentum that is 1, and so leaves what it moves as it is, while the gate is 0; exact for both. */
export function gatedMomentum(momentum: number, gate: GroupRates['gate']): tf.Scalar {
  if (!gate) return tf.scalar(momentum);
  return tf.tidy(() => tf.add<tf.Scalar>(tf.mul(gate.isOpen, momentum), tf.sub(1, gate.isOpen)));
}
