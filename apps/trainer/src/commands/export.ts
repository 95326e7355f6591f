import { readFile } from 'node:fs/promises';
import { InputError } from '@assay/contracts';
import { type ResolvedNetwork, resolveNetwork } from '@assay/services';
import { requireWritable } from '../cli/files';
import { type OutputOptions, print } from '../cli/output';
import { withSession } from '../cli/session';
import type { TensorFile } from '../tasks/tensorFile';

export async function exportCommand(
  ref: string,
  options: OutputOptions & { format: string; out: string; part: string; which: string },
): Promise<void> {
  const { format, out, part, which } = options;
  if (format !== 'safetensors') {
    throw new InputError({ where: '--format', found: `"${format}"`, fix: 'this version writes safetensors' });
  }
  if (part !== 'encoder' && part !== 'all') {
    throw new InputError({ where: '--part', found: `"${part}"`, fix: 'encoder or all' });
  }
  if (which !== 'last' && which !== 'best') {
    throw new InputError({ where: '--which', found: `"${which}"`, fix: 'last or best' });
  }
  requireWritable('--out', out);
  const { network, bytes } = await withSession(async (session) => {
    const found = await resolveNetwork(session, ref, 'RUN|MODEL', { which });
    return { network: found, bytes: await session.artifacts.read(found.digest) };
  });
  const { exportWeights } = await import('../weights/exportWeights');
  const { backbone, input, missing, kind, name, checkpoint } = network;
  const tensors = await tensorsOf(network, bytes);
  const written = await exportWeights({ backbone, input, missing, part, out, tensors });
  const { createHash } = await import('node:crypto');
  const digest = createHash('sha256')
    .update(await readFile(out))
    .digest('hex');
  const step = checkpoint?.step;
  const from = { kind, name, which, ...(step === undefined ? {} : { step }) };
  const answer = { format, part, from, backbone, input, digest, ...written };
  print(options, answer, () => {
    const { parity, tensors: count } = written;
    const best = step === undefined ? '' : ` at its best, step ${step}`;
    return [
      `${out}: ${count} tensors of ${kind} ${name}${best}, ${digest.slice(0, 12)}`,
      `read back: ${parity.output} of ${parity.pictures} pictures differ by ${parity.largestDifference} at most`,
    ].join('\n');
  });
}

async function tensorsOf({ checkpoint }: ResolvedNetwork, bytes: Buffer): Promise<TensorFile> {
  const { decodeTensors } = await import('../tasks/tensorFile');
  if (!checkpoint) return decodeTensors(bytes);
  const { openEngine } = await import('@assay/engine');
  const { encoderOfCheckpoint } = await import('../tasks/initialWeights');
  openEngine();
  return encoderOfCheckpoint(checkpoint.config, bytes);
}
