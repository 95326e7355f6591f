import {
  listModels,
  type ModelEvent,
  modelHistory,
  type PromotionAnswer,
  promoteModel,
  registerModel,
  rollbackModel,
  showModel,
} from '@assay/services';
import { wholeNumber } from '../cli/numbers';
import { figure, type OutputOptions, print, table, time } from '../cli/output';
import { withSession } from '../cli/session';

export async function registerCommand(run: string, options: OutputOptions & { name: string }): Promise<void> {
  const answer = await withSession((session) => registerModel(session, { run, name: options.name }));
  print(options, answer, () => `${answer.name}@${answer.version}${answer.isNew ? '' : ' (registered before)'}`);
}

export async function listCommand(options: OutputOptions): Promise<void> {
  const models = await withSession(listModels);
  print(options, models, () =>
    models.length === 0
      ? 'no model yet: assay model register RUN --name NAME'
      : table(
          ['NAME', 'VERSIONS', 'LIVE', 'FIGURE', 'RUN'],
          models.map(({ name, versions, live }) => [
            name,
            versions,
            live ? `version ${live.version}` : 'none',
            live ? `${live.primary.metric} ${figure(live.primary.value)}` : null,
            live?.run ?? null,
          ]),
        ),
  );
}

export async function showCommand(name: string, options: OutputOptions): Promise<void> {
  const model = await withSession((session) => showModel(session, name));
  print(options, model, () =>
    table(
      ['VERSION', 'ALIASES', 'FIGURE', 'RUN', 'LABEL', 'SEED', 'DATASET', 'REGISTERED'],
      model.versions.map((version) => [
        version.version,
        version.aliases.join(', '),
        `${version.primary.metric} ${figure(version.primary.value)}`,
        version.run,
        version.label,
        version.seed,
        `${version.dataset.name}@${version.dataset.version}`,
        `${time(version.createdAt)} by ${version.createdBy}`,
      ]),
    ),
  );
}

export async function promoteCommand(
  name: string,
  version: string,
  options: OutputOptions & { to: string; reason: string; metric?: string },
): Promise<void> {
  const { to, reason, metric } = options;
  const number = wholeNumber('VERSION', version, 1);
  const answer = await withSession((session) => promoteModel(session, { name, version: number, to, reason, metric }));
  print(options, answer, () => describePromotion(answer));
}

export async function rollbackCommand(
  name: string,
  options: OutputOptions & { to: string; reason: string },
): Promise<void> {
  const { to, reason } = options;
  const answer = await withSession((session) => rollbackModel(session, { name, to, reason }));
  print(options, answer, () => describePromotion(answer));
}

export async function historyCommand(name: string, options: OutputOptions & { at?: string }): Promise<void> {
  const history = await withSession((session) => modelHistory(session, { name, at: options.at }));
  print(options, history, () => {
    const live = Object.entries(history.live).map(([alias, { version }]) => `${alias} is version ${version}`);
    const when = history.at ? `at ${time(history.at)}: ` : '';
    return [`${when}${live.join(', ') || 'nothing was live'}`, '', describeEvents(history.events)].join('\n');
  });
}

function describePromotion({ name, event, evidence }: PromotionAnswer): string {
  const conditions = evidence.conditions.map((condition) => `  ${condition.name}: ${condition.detail}`);
  return [`${event.alias} of ${name} is version ${event.to} (was ${event.from ?? 'none'})`, ...conditions].join('\n');
}

function describeEvents(events: readonly ModelEvent[]): string {
  return table(
    ['WHEN', 'WHAT', 'FROM', 'TO', 'FIGURE', 'BY', 'REASON'],
    events.map(({ at, kind, alias, from, to, evidence, actor, reason }) => [
      time(at),
      `${kind} ${alias}`,
      from,
      to,
      evidence ? `${evidence.metric} ${figure(evidence.value)}` : null,
      actor,
      reason,
    ]),
  );
}
