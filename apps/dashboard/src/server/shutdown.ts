import 'server-only';

/**
 * Aborted when the process is asked to stop, so that open streams end at once and the server need not wait for them.
 * It lives on globalThis since the bundler gives each entry its own copy of a module.
 */
const holder = globalThis as typeof globalThis & { assayShutdown?: AbortController };
holder.assayShutdown ??= new AbortController();
export const shutdown: AbortController = holder.assayShutdown;
