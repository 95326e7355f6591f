import { backgroundEvidence, type Evidence, findShift, templateEvidence, thresholdEvidence } from '@assay/classical';
import { InputError, type RegionsConfig } from '@assay/contracts';
import { type Pixels, withChannels } from '@assay/data';

/** One channel of a picture. */
export type Channel = { width: number; height: number; data: Uint8Array };

/** A picture as the rules see it, and what stands out of it. */
export type PictureEvidence = { channel: Channel; evidence: Evidence };

/**
 * @param source.template of the same part in a sound state; needed for a difference from the template alone
 * @throws InputError naming the picture when its template is missing or of another size
 */
export function findEvidence(
  { from, channel: name }: Pick<RegionsConfig, 'from' | 'channel'>,
  { path, picture, template }: { path: string; picture: Pixels; template: Pixels | null },
): PictureEvidence {
  const channel = channelOf(picture, name);
  switch (from.kind) {
    case 'threshold':
      return { channel, evidence: thresholdEvidence(channel, from) };
    case 'background':
      return { channel, evidence: backgroundEvidence(channel, from) };
    case 'template': {
      if (!template) {
        const found = 'no template, which a difference from it needs';
        throw new InputError({ where: path, found, fix: 'use pictures that have a sound partner' });
      }
      if (template.width !== picture.width || template.height !== picture.height) {
        const found = `a template of ${template.width} x ${template.height} for a picture of ${picture.width} x ${picture.height}`;
        throw new InputError({ where: path, found, fix: 'a template has the size of its picture' });
      }
      const sound = channelOf(template, name);
      const shift = from.registration === 'none' ? { x: 0, y: 0 } : findShift(channel, sound, from.maxShift);
      return { channel, evidence: templateEvidence(channel, sound, { ...from, shift }) };
    }
  }
}

function channelOf(pixels: Pixels, name: RegionsConfig['channel']): Channel {
  const { width, height } = pixels;
  if (name === 'grey') return { width, height, data: withChannels(pixels, 1).data };
  const { data } = withChannels(pixels, 3);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const [red, green, blue] = [data[3 * i] ?? 0, data[3 * i + 1] ?? 0, data[3 * i + 2] ?? 0];
    values[i] = name === 'saturation' ? saturation(red, green, blue) : { red, green, blue }[name];
  }
  return { width, height, data: values };
}

/** 0 for grey, 255 for a pure colour, as HSV has it. */
function saturation(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  return most === 0 ? 0 : Math.round((255 * (most - Math.min(red, green, blue))) / most);
}
