import { join } from 'node:path';
import { type OutputOptions, print, say } from '../cli/output';
import { withSession } from '../cli/session';
import { firstRun } from '../datasets/firstRun';
import { repositoryRoot } from '../env';

export async function firstRunCommand(options: OutputOptions & { examples?: string }): Promise<void> {
  const examples = options.examples ?? join(repositoryRoot(), 'examples');
  const answer = await withSession((session) => firstRun(session, { examples, say }));
  print(options, answer, () => (answer.isNew ? 'the first experiments are queued' : 'nothing to do'));
}
