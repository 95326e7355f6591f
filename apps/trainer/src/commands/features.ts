import { rename, writeFile } from 'node:fs/promises';
import { resolveNetwork } from '@assay/services';
import { requireFile, requireWritable } from '../cli/files';
import { type OutputOptions, print } from '../cli/output';
import { createProgress } from '../cli/progress';
import { withSession } from '../cli/session';

export async function featuresCommand(
  paths: readonly string[],
  options: OutputOptions & { weights: string; layer: string; out: string },
): Promise<void> {
  const { layer, out } = options;
  for (const path of paths) requireFile(path);
  requireWritable('--out', out);
  const { network, bytes } = await withSession(async (session) => {
    const found = await resolveNetwork(session, options.weights, '--weights');
    return { network: found, bytes: await session.artifacts.read(found.digest) };
  });
  const { computeFeatures } = await import('../weights/features');
  const { encodeNpy } = await import('../weights/npy');
  const { decodeTensors } = await import('../tasks/tensorFile');
  const progress = createProgress('pictures', options);
  const { backbone, input, missing, name, digest } = network;
  const { shape, data } = await computeFeatures({
    backbone,
    input,
    missing,
    tensors: decodeTensors(bytes),
    paths,
    layer,
    onProgress: progress.update,
  });
  progress.end();
  await writeFile(`${out}.part`, encodeNpy(shape, data));
  await rename(`${out}.part`, out);
  const { size, channels, resize, mean, std } = input;
  const answer = { shape, layer, size, channels, resize, mean, std, weights: name, digest, out };
  print(options, answer, () =>
    [
      `${out}: [${shape.join(', ')}] of ${layer}`,
      `pictures ${resize} to ${size} x ${size} x ${channels}, (value / 255 - ${mean.join(' ')}) / ${std.join(' ')}`,
    ].join('\n'),
  );
}
