import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoints } from './endpoints';
import { openapi } from './openapi';

type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { content: Record<string, { schema: Record<string, unknown> }> }>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};
const document = openapi('0.0.0') as Document;

/** A schema of the document on its own: what it refers to goes with it. */
function alone(schema: unknown): Parameters<typeof z.fromJSONSchema>[0] {
  const text = JSON.stringify({ ...(schema as object), $defs: document.components.schemas });
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'));
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('openapi', () => {
  test('is 3.1 and has every route of the table, and live', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    for (const { method, path } of endpoints) expect(document.paths[`/${path}`]?.[method.toLowerCase()]).toBeDefined();
    expect(document.paths['/live']?.get).toBeDefined();
    expect(operations).toHaveLength(endpoints.length + 1);
  });

  test('has the routes that scripts rely on', () => {
    const has = (method: string, path: string) =>
      expect(document.paths[path]?.[method], `${method} ${path}`).toBeDefined();
    for (const path of ['/summary', '/containers', '/containers/{vmid}', '/operations/{id}', '/changes/{id}/plan'])
      has('get', path);
    for (const path of ['/drift', '/findings', '/history', '/audit', '/changes/{id}', '/changes']) has('get', path);
    for (const verb of ['approve', 'reject', 'apply', 'rollback', 'abort', 'replan'])
      has('post', `/changes/{id}/${verb}`);
    for (const verb of ['start', 'shutdown', 'stop', 'restart']) has('post', `/containers/{vmid}/actions/${verb}`);
  });

  test('names each operation once and every parameter of its path', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = operation.parameters.filter((p) => p.in === 'path').map((p) => p.name);
      expect(declared, path).toEqual(inPath);
    }
  });

  test('every schema is JSON Schema that zod reads back', () => {
    for (const { path, operation } of operations) {
      const schemas = [
        ...Object.values(operation.requestBody?.content ?? {}),
        ...Object.values(operation.responses).flatMap((response) => Object.values(response.content)),
      ].map(({ schema }) => schema);
      expect(schemas.length).toBeGreaterThan(1);
      for (const schema of schemas) expect(Object.keys(schema), path).not.toEqual([]);
      for (const schema of schemas) expect(() => z.fromJSONSchema(alone(schema)), path).not.toThrow();
    }
  });

  test('every reference leads to a schema, and nothing is written twice', () => {
    const text = JSON.stringify(document);
    const names = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]));
    expect([...names].sort()).toEqual(Object.keys(document.components.schemas));
    expect(text.length).toBeLessThan(120_000);
  });

  test('the body of a new change accepts what DESIGN §8 says', () => {
    const body = document.paths['/changes']?.post?.requestBody?.content['application/json']?.schema;
    const schema = z.fromJSONSchema(alone(body));
    expect(schema.safeParse({ title: 'x', edits: [{ vmid: 107, set: { memoryMiB: 3072 } }] }).success).toBe(true);
    expect(schema.safeParse({ title: 'x', edits: [{ vmid: 107, set: { memory: 3072 } }] }).success).toBe(false);
  });
});
