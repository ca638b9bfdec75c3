/** What tests of the simulator share: a lab over real HTTPS, and a small client that trusts its certificate. */
import https from 'node:https';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '@/simulator/simulator';

export const labPath = fileURLToPath(new URL('../lab/lab.json', import.meta.url));

export type Raw = {
  status: number;
  statusText: string;
  body: string;
  contentType: string | null;
  connection: string | undefined;
};
export type Reply<T> = Raw & { data: T; errors?: Record<string, string>; total?: number };
type TaskStatus = { status: string; exitstatus?: string };

/** A client with an `Authorization` header, or with none; `always` are headers of every request. */
export function client(simulator: Simulator, authorization: string | null, always: Record<string, string> = {}) {
  const raw = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    new Promise<Raw>((resolve, reject) => {
      const request = https.request(
        {
          host: '127.0.0.1',
          port: simulator.port,
          ca: simulator.ca,
          method,
          path: `/api2/json${path}`,
          agent: false,
          headers: {
            ...always,
            ...(authorization ? { Authorization: authorization } : {}),
            ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              statusText: response.statusMessage ?? '',
              body: Buffer.concat(chunks).toString('utf8'),
              contentType: response.headers['content-type'] ?? null,
              connection: response.headers.connection,
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  const parsed = <T>(reply: Raw): Reply<T> => ({ ...reply, ...JSON.parse(reply.body || '{}') });
  const get = async <T>(path: string) => parsed<T>(await raw('GET', path));
  const send = async <T = unknown>(method: string, path: string, form?: Record<string, string>) =>
    parsed<T>(
      form
        ? await raw(method, path, new URLSearchParams(form).toString(), {
            'Content-Type': 'application/x-www-form-urlencoded',
          })
        : await raw(method, path),
    );
  /** Waits for a task's end. */
  const task = async (upid: string): Promise<TaskStatus> => {
    const node = upid.split(':')[1];
    for (;;) {
      const { data } = await get<TaskStatus>(`/nodes/${node}/tasks/${encodeURIComponent(upid)}/status`);
      if (data.status === 'stopped') return data;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  };
  return { raw, get, send, task };
}

/** A client with the ticket of a user; the lab's root if nobody else is named. */
export async function signedIn(simulator: Simulator, username = 'root@pam', password = 'wheelhouse-demo') {
  const { data } = await client(simulator, null).send<{ ticket: string; CSRFPreventionToken: string }>(
    'POST',
    '/access/ticket',
    { username, password },
  );
  const Cookie = `PVEAuthCookie=${encodeURIComponent(data.ticket)}`;
  return client(simulator, null, { Cookie, CSRFPreventionToken: data.CSRFPreventionToken });
}

/** A call of the control port. */
export async function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${simulator.controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

/** One simulator of the lab for a test file, fast and without the wait after refused credentials. */
export function labSimulator(options: Partial<SimulatorOptions> = {}) {
  let simulator: Simulator | null = null;
  beforeAll(async () => {
    simulator = await startSimulator({ state: labPath, timeScale: 20, authDelayMs: 0, ...options });
  });
  afterAll(() => simulator?.stop());
  const get = async (): Promise<Simulator> => {
    if (!simulator) throw new Error('the simulator has not started');
    return simulator;
  };
  return {
    simulator: get,
    client: async () => {
      const one = await get();
      return client(one, `PVEAPIToken=${one.token.id}=${one.token.secret}`);
    },
    root: async () => signedIn(await get()),
    control: async (method: string, path: string, body?: unknown) => control(await get(), method, path, body),
    reset: async () => control(await get(), 'POST', '/reset'),
  };
}
