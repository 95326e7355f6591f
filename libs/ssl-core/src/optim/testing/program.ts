import { compileProgram, createEagerProgram, type Program, tf } from '@assay/engine';
import type { Parameter } from '../../layers/parameters';
import type { Values } from './reference';

/** Both ways to run a step. */
export const MODES = { executed: createEagerProgram, compiled: compileProgram };

export type Scalars = { learningRate: number; weightDecayFactor: number; emaMomentum: number };
export type Step = (gradients: tf.NamedTensorMap, scalars: Record<keyof Scalars, tf.Scalar>) => void;

/** A program of one step that is fed its gradients and all that follows a schedule. */
export function createStepProgram(
  mode: keyof typeof MODES,
  { parameters, variables, step }: { parameters: readonly Parameter[]; variables: readonly tf.Variable[]; step: Step },
): { program: Program; run(gradients: Values, scalars?: Partial<Scalars>): void } {
  const scalar = { shape: [], dtype: 'float32' } as const;
  const inputs = {
    weight: { shape: [3, 2], dtype: 'float32' },
    bias: { shape: [3], dtype: 'float32' },
    learningRate: scalar,
    weightDecayFactor: scalar,
    emaMomentum: scalar,
  } as const;
  const program = MODES[mode](
    {
      step: ({ weight, bias, ...scalars }) => {
        const given = { weight, bias };
        const named = parameters.flatMap(({ name, variable }) => {
          const gradient = given[name as keyof typeof given]; // the reference's two parameters
          return gradient ? [[variable.name, gradient] as const] : [];
        });
        step(Object.fromEntries(named), scalars as Record<keyof Scalars, tf.Scalar>); // as declared above
      },
    },
    { inputs: { step: inputs }, variables: [...parameters.map(({ variable }) => variable), ...variables] },
  );
  program.init();
  return {
    program,
    run({ weight, bias }, { learningRate = 0.01, weightDecayFactor = 1, emaMomentum = 1 } = {}) {
      tf.tidy(() => {
        program.run('step', {
          weight: tf.tensor(weight),
          bias: tf.tensor(bias),
          learningRate: tf.scalar(learningRate),
          weightDecayFactor: tf.scalar(weightDecayFactor),
          emaMomentum: tf.scalar(emaMomentum),
        });
      });
    },
  };
}
