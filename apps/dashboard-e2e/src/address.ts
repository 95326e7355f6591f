/** The port is chosen once by the first process and inherited by all others. */
process.env.E2E_PORT ??= String(4500 + (process.pid % 1000));

export const port = Number(process.env.E2E_PORT);
export const baseURL = `http://127.0.0.1:${port}`;
