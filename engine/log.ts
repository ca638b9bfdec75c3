/** Log lines as JSON on standard error: `{at, level, process, requestId?, text, …}`. Secrets print as `***`. */

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: Level, text: string, fields?: Record<string, unknown>) => void;

/** A log for one process; `write` takes each finished line. */
export function createLog(
  processName: string,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Log {
  return (level, text, fields = {}) => {
    const line = { at: new Date().toISOString(), level, process: processName, text, ...fields };
    write(`${asJson(line) ?? asJson({ ...line, ...shallow(fields) })}\n`);
  };
}

/** Null for what has no JSON: a log line must never be what brings a process down. */
function asJson(line: object): string | null {
  try {
    return JSON.stringify(line, (_key, value) =>
      value instanceof Error ? errorFields(value) : typeof value === 'bigint' ? String(value) : value,
    );
  } catch {
    return null;
  }
}

const shallow = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)]));

function errorFields(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause ? { cause: String(error.cause) } : {}),
  };
}
