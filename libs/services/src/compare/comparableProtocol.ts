import { finetuneProtocol, type Protocol, watchedProtocols } from '@assay/contracts';
import type { Measured } from './groups';

/** Parts of a protocol that a comparison by a config path asks about: there they are the question and no hindrance. */
const ASKED: Readonly<Record<string, readonly [part: string, key: string]>> = {
  'dataset.labelFraction': ['labels', 'fraction'],
  trainable: ['finetune', 'trainable'],
  'select.metric': ['finetune', 'select'],
};

/** Where figures are those of a fitted model; what it costs is one however it was fitted. */
const FITTED = ['validation', 'test', 'oof'];

/**
 * The protocols of figures as they are held against each other. How a fine-tuning came about (what of it learned, which
 * epoch was kept) counts among fine-tunings: a model made by hand has no such thing, and may be compared with any.
 *
 * @param by the config path of the groups
 */
export function comparableProtocols(members: readonly Measured[], by?: string): Protocol[] {
  const protocols = members.map(comparableProtocol);
  const finetune = protocols.find(({ parameters }) => parameters.finetune !== undefined)?.parameters.finetune;
  const asked = by === undefined ? undefined : ASKED[by];
  return protocols.map(({ name, parameters }) => {
    const isByHand = parameters.finetune === undefined && parameters.probe === undefined && name === 'classification';
    const whole = isByHand && finetune !== undefined ? { ...parameters, finetune } : parameters;
    return { name, parameters: asked ? without(whole, asked) : whole };
  });
}

/**
 * A figure's protocol without the place of its fold, by which folds are paired and not told apart; with what figures that
 * were stored earlier did not say of themselves, and the run's config does.
 */
function comparableProtocol({ run: { config }, metric }: Measured): Protocol {
  const { name, parameters } = withoutFoldPlace(metric.protocol);
  if (config.task === 'pretrain') {
    if (name !== 'pretraining') return { name, parameters };
    if (metric.key === 'knn/accuracy' || metric.key === 'linear/accuracy') {
      const { fold } = parameters;
      const { name: ofProbe, parameters: probed } = watchedProtocols(config.watch)[metric.key] ?? { name, parameters };
      return { name: ofProbe, parameters: fold === undefined ? probed : { ...probed, fold } };
    }
    // It says how the neighbours were asked, which no other figure of a pretraining depends on.
    const { knn: _knn, ...others } = parameters;
    return { name, parameters: others };
  }
  if (name !== 'classification' || !FITTED.includes(metric.split)) return { name, parameters };
  const fitted =
    config.task === 'finetune'
      ? finetuneProtocol(config).parameters
      : { labels: { fraction: config.dataset.labelFraction } };
  return { name, parameters: { ...fitted, ...parameters } };
}

function withoutFoldPlace(protocol: Protocol): Protocol {
  const { fold } = protocol.parameters;
  if (typeof fold !== 'object' || fold === null) return protocol;
  const { index: _index, repeat: _repeat, ...plan } = { index: 0, repeat: 0, ...fold };
  return { ...protocol, parameters: { ...protocol.parameters, fold: plan } };
}

function without(parameters: Protocol['parameters'], [part, key]: readonly [string, string]): Protocol['parameters'] {
  const found = parameters[part];
  if (typeof found !== 'object' || found === null) return parameters;
  return { ...parameters, [part]: Object.fromEntries(Object.entries(found).filter(([name]) => name !== key)) };
}
