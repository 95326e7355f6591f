import { attribute, isTracing, tf, update } from '@assay/engine';

/*
 * Changes of variables, each written twice: as one of TensorFlow's in-place operations for a compiled step, where it
 * saves nodes and memory, and as ordinary operations, in the same order of rounding, for an executed one.
 */

/** `variable = value`; later uses in the step see the new value. */
export function setValue(variable: tf.Variable, value: tf.Tensor): void {
  if (isTracing()) update('AssignVariableOp', [attribute.type('dtype', 'float32')], [variable], [value]);
  else variable.assign(value);
}

/** `variable = variable - scale * delta` */
export function subtractScaled(variable: tf.Variable, scale: tf.Scalar, delta: tf.Tensor): void {
  if (isTracing()) {
    update('ResourceApplyGradientDescent', [attribute.type('T', 'float32')], [variable], [scale, delta]);
    return;
  }
  tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(delta, scale))));
}

export type MomentumStep = {
  variable: tf.Variable;
  buffer: tf.Variable;
  gradient: tf.Tensor;
  learningRate: tf.Scalar;
  momentum: tf.Scalar;
  isNesterov: boolean;
};

/**
 * `buffer = momentum * buffer + gradient`, then `variable = variable - learningRate * buffer`, or with Nesterov
 * `variable = variable - learningRate * (gradient + momentum * buffer)`.
 */
export function applyMomentum(step: MomentumStep): void {
  const { variable, buffer, gradient, learningRate, momentum, isNesterov } = step;
  if (isTracing()) {
    const attributes = [attribute.type('T', 'float32'), attribute.bool('use_nesterov', isNesterov)];
    update('ResourceApplyMomentum', attributes, [variable, buffer], [learningRate, gradient, momentum]);
    return;
  }
  tf.tidy(() => {
    const next = tf.add(tf.mul(buffer, momentum), gradient);
    const direction = isNesterov ? tf.add(gradient, tf.mul(next, momentum)) : next;
    buffer.assign(next);
    variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
  });
}

export type AdamStep = {
  variable: tf.Variable;
  first: tf.Variable;
  second: tf.Variable;
  gradient: tf.Tensor;
  stepSize: tf.Scalar;
  beta1: number | tf.Scalar;
  beta2: number | tf.Scalar;
  epsilon: tf.Scalar;
};

/**
 * `first` and `second` move towards the gradient and its square by `1 - beta`; then
 * `variable = variable - stepSize * first / (sqrt(second) + epsilon)`. Bias correction is the caller's.
 */
export function applyAdam({ variable, first, second, gradient, stepSize, beta1, beta2, epsilon }: AdamStep): void {
  if (isTracing()) {
    const none = tf.scalar(0); // beta^t, from which the operation would correct in float32, losing four digits
    const scalars = [none, none, stepSize, asScalar(beta1), asScalar(beta2), epsilon];
    update('ResourceApplyAdam', [attribute.type('T', 'float32')], [variable, first, second], [...scalars, gradient]);
    return;
  }
  tf.tidy(() => {
    // 1 - beta of the rounded beta, as TensorFlow's operation has it.
    const rest = (beta: number | tf.Scalar) => (typeof beta === 'number' ? 1 - Math.fround(beta) : tf.sub(1, beta));
    const m = tf.add(first, tf.mul(tf.sub(gradient, first), rest(beta1)));
    const v = tf.add(second, tf.mul(tf.sub(tf.square(gradient), second), rest(beta2)));
    first.assign(m);
    second.assign(v);
    variable.assign(tf.sub(variable, tf.div(tf.mul(m, stepSize), tf.add(tf.sqrt(v), epsilon))));
  });
}

function asScalar(value: number | tf.Scalar): tf.Scalar {
  return typeof value === 'number' ? tf.scalar(value) : value;
}
