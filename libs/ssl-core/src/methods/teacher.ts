import type { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { moveTowards } from '../optim/ema';

/** A network that follows another one slowly. */
export interface Teacher {
  /** Under `prefix`, none of them trainable: they are in checkpoints, and no gradient reaches them. */
  readonly parameters: readonly Parameter[];
  /** `teacher = momentum * teacher + (1 - momentum) * student` for what the student learns; statistics stay its own. */
  follow(momentum: tf.Scalar): void;
}

/**
 * Makes a teacher of a network that was made like the student, and starts it at the student's values.
 *
 * @param twin parameters of the same names, shapes and order as the student's
 * @throws Error when they are not
 */
export function createTeacher(student: readonly Parameter[], twin: readonly Parameter[], prefix = 'teacher'): Teacher {
  for (const [i, { name, variable }] of twin.entries()) {
    const own = student[i];
    if (own?.name !== name) throw new Error(`teacher: ${name} stands where the student has ${own?.name ?? 'nothing'}`);
    variable.assign(own.variable);
    variable.trainable = false;
  }
  const learned = student.map(({ isTrainable }, i) => ({ isTrainable, i })).filter(({ isTrainable }) => isTrainable);
  const pick = (parameters: readonly Parameter[]) =>
    learned.flatMap(({ i }) => {
      const parameter = parameters[i];
      return parameter ? [{ ...parameter, isTrainable: true }] : [];
    });
  const [followers, followed] = [pick(twin), pick(student)];
  return {
    parameters: twin.map((parameter) => ({
      ...parameter,
      name: `${prefix}.${parameter.name}`,
      isTrainable: false,
      hasDecay: false,
    })),
    follow: (momentum) => moveTowards(followers, followed, momentum),
  };
}
