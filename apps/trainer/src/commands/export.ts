import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '@assay/contracts';
import { resolveNetwork } from '@assay/services';
import { type OutputOptions, print } from '../cli/output';
import { withSession } from '../cli/session';

export async function exportCommand(
  ref: string,
  options: OutputOptions & { format: string; out: string; part: string },
): Promise<void> {
  const { format, out, part } = options;
  if (format !== 'safetensors') {
    throw new InputError({ where: '--format', found: `"${format}"`, fix: 'this version writes safetensors' });
  }
  if (part !== 'encoder' && part !== 'all') {
    throw new InputError({ where: '--part', found: `"${part}"`, fix: 'encoder or all' });
  }
  if (!existsSync(dirname(out))) {
    throw new InputError({ where: '--out', found: `there is no folder ${dirname(out)}`, fix: 'make it first' });
  }
  const { network, bytes } = await withSession(async (session) => {
    const found = await resolveNetwork(session, ref, 'RUN|MODEL');
    return { network: found, bytes: await session.artifacts.read(found.digest) };
  });
  const { exportWeights } = await import('../weights/exportWeights');
  const { decodeTensors } = await import('../tasks/tensorFile');
  const { backbone, input, missing, kind, name } = network;
  const written = await exportWeights({ backbone, input, missing, part, out, tensors: decodeTensors(bytes) });
  const { createHash } = await import('node:crypto');
  const digest = createHash('sha256')
    .update(await readFile(out))
    .digest('hex');
  const answer = { format, part, from: { kind, name }, backbone, input, digest, ...written };
  print(options, answer, () => {
    const { parity, tensors } = written;
    return [
      `${out}: ${tensors} tensors of ${kind} ${name}, ${digest.slice(0, 12)}`,
      `read back: ${parity.output} of ${parity.pictures} pictures differ by ${parity.largestDifference} at most`,
    ].join('\n');
  });
}
