import { type MadeMap, type MapRequest, makeMap } from './makeMap';

export type Told = { map: MadeMap } | { error: string };

/** Makes a map of what it is sent, beside the thread that draws. */
self.addEventListener('message', ({ data }: MessageEvent<MapRequest>) => {
  let told: Told;
  try {
    told = { map: makeMap(data) };
  } catch (error) {
    told = { error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(told);
});
