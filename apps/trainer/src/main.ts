import { CommanderError } from 'commander';
import { createProgram } from './cli/program';

/** Parses the command line, runs one command and answers its exit code: 0 done, 1 failed, 2 refused. */
export async function main(parameters: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync([...parameters], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has said what is wrong already; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { describeError, exitCodeOf } = await import('./cli/errors');
    const isDebug = program.opts<{ debug?: boolean }>().debug === true;
    process.stderr.write(`${describeError(error, { debug: isDebug })}\n`);
    return exitCodeOf(error);
  }
}
