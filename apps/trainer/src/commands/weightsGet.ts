import { join } from 'node:path';
import { print } from '../cli/output';
import { createProgress } from '../cli/progress';
import { withSession } from '../cli/session';
import { describeImport, hintsOf, type ImportOptions } from './weights';

type GetOptions = Omit<ImportOptions, 'name'> & {
  name?: string;
  file: string;
  revision: string;
  sha256?: string;
  hub?: string;
  index?: string;
};

export async function getCommand(what: string, options: GetOptions): Promise<void> {
  const { getWeights } = await import('../weights/getWeights');
  const { name, licence, file, revision, sha256 } = options;
  // Before the database: what is refused is refused at once.
  const hints = hintsOf(options);
  const progress = createProgress('bytes', options);
  const answer = await withSession(({ environment, ...session }) =>
    getWeights(session, {
      ...hints,
      what,
      name,
      licence,
      file,
      revision,
      sha256,
      isPartial: options.partial === true,
      hub: options.hub ?? environment.hubUrl,
      index: options.index ?? environment.packageIndexUrl,
      folder: join(environment.home, 'downloads'),
      signal: session.signal,
      onProgress: progress.update,
    }),
  );
  progress.end();
  print(options, answer, () => describeImport(answer));
}
