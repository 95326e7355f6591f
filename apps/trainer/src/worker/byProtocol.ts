import { canonicalJson, type RunEvent } from '@assay/contracts';

export type EventGroup = { events: RunEvent[]; protocol: Protocol | undefined };
type Protocol = Extract<RunEvent, { kind: 'metric' }>['protocol'];

/** Events in their order, cut where the protocol of the figures changes: the store keeps one a write. */
export function byProtocol(events: readonly RunEvent[]): EventGroup[] {
  const groups: EventGroup[] = [];
  for (const event of events) {
    const protocol = event.kind === 'metric' ? event.protocol : undefined;
    const last = groups.at(-1);
    // What is no figure of a protocol may stand beside anything.
    const isAtHome = last && (event.kind !== 'metric' || isSame(last, protocol));
    if (isAtHome) last.events.push(event);
    else groups.push({ events: [event], protocol });
  }
  return groups;
}

function isSame(group: EventGroup, protocol: Protocol): boolean {
  return canonicalJson(group.protocol ?? null) === canonicalJson(protocol ?? null);
}
