import util from 'node:util';
import { tf } from './tf';

/** The native runtime could not be loaded. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/**
 * Loads the addon, which registers itself as tfjs's backend.
 *
 * @param require of this package, so that the addon finds the same tfjs
 * @throws EngineError saying what to run
 */
export function loadAddon(require: (id: string) => unknown): void {
  restoreRemovedUtil();
  try {
    require('@tensorflow/tfjs-node-gpu');
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '').trim() : String(cause);
    throw new EngineError(`the native TensorFlow engine does not load (${reason}): run npm run setup`, { cause });
  }
  if (tf.getBackend() === 'tensorflow') return;
  throw new EngineError(`two copies of @tensorflow/tfjs are installed (backend ${tf.getBackend()}): run npm run setup`);
}

/** Node 23 removed `util.isNullOrUndefined`, which the addon's JavaScript still calls. */
function restoreRemovedUtil(): void {
  if ('isNullOrUndefined' in util) return;
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
}
