import { createServer } from 'node:net';
import { LaunchError } from './LaunchError';

const DEFAULT_PORT = 4300;
const TRIES_MAX = 100;

/**
 * The dashboard's port: the one that PORT names, which must be free, or from 4300 on the first free one.
 *
 * @throws LaunchError
 */
export async function choosePort(wanted: string | undefined): Promise<number> {
  if (wanted) {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new LaunchError(`PORT is "${wanted}"; it must be a whole number from 1 to 65535`);
    }
    if (await isFree(port)) return port;
    throw new LaunchError(`PORT ${port} is in use; free it, choose another, or unset PORT to take the next free one`);
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES_MAX; port++) if (await isFree(port)) return port;
  throw new LaunchError(`no port from ${DEFAULT_PORT} to ${DEFAULT_PORT + TRIES_MAX - 1} is free; set PORT`);
}

/** Whether a server on this machine could listen there. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
