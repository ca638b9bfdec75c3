/** Applies a table of changes (`tables/pve9.ts` explains it) to an interface, which stays as it was. */
import { invariant } from '@/lib/invariant';
import { definitionOf, type Endpoint, nameOf, type Property, parseTable } from '@/simulator/interface/notation';

type Shapes = Map<string, Map<string, Property>>;

/** The endpoints and shapes after the changes. The shapes are named `x@release`, and the parameters refer to those. */
export function amend(
  base: { endpoints: Endpoint[]; shapes: Shapes },
  table: string,
  release: string,
  shared: Map<string, Property>,
): { endpoints: Endpoint[]; shapes: Shapes } {
  const renamed = (property: Property): Property =>
    property.shape ? { ...property, shape: `${property.shape}@${release}` } : property;
  const endpoints = new Map(base.endpoints.map((one) => [`${one.method} ${one.path}`, copyOf(one)]));
  const shapes: Shapes = new Map([...base.shapes].map(([name, shape]) => [`${name}@${release}`, new Map(shape)]));
  for (const [head = '', ...lines] of blocksOf(table)) {
    if (head.startsWith('{')) amendShape(shapes, `${head.slice(1, -1)}@${release}`, lines);
    else if (head.includes(': ')) {
      for (const made of parseTable([head, ...lines].join('\n'), shared))
        endpoints.set(`${made.method} ${made.path}`, made);
    } else amendEndpoint(endpoints.get(head), head, lines, shared);
  }
  for (const { parameters } of endpoints.values())
    for (const [name, property] of parameters) parameters.set(name, renamed(property));
  return { endpoints: [...endpoints.values()], shapes };
}

const copyOf = (one: Endpoint): Endpoint => ({
  ...one,
  parameters: new Map(one.parameters),
  gains: new Set(one.gains),
});

/** A line that is not indented opens a block. */
function blocksOf(table: string): string[][] {
  const blocks: string[][] = [];
  for (const line of table.split('\n').filter(Boolean)) {
    if (line.startsWith(' ')) blocks.at(-1)?.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function amendShape(shapes: Shapes, name: string, lines: string[]): void {
  const shape = shapes.get(name);
  invariant(shape, `no property string ${name} to amend`);
  for (const line of lines) shape.set(nameOf(line), definitionOf(line));
}

function amendEndpoint(
  endpoint: Endpoint | undefined,
  head: string,
  lines: string[],
  shared: Map<string, Property>,
): void {
  invariant(endpoint, `no endpoint ${head} to amend`);
  for (const line of lines) {
    const word = line.trim();
    if (word.startsWith('+')) endpoint.gains.add(word.slice(1));
    else if (word.startsWith('-')) {
      invariant(endpoint.parameters.delete(word.slice(1)), `${head} has no ${word.slice(1)} to take away`);
    } else if (line.includes(': ')) endpoint.parameters.set(nameOf(line), definitionOf(line));
    else {
      const property = shared.get(word.replace(/\?$/, ''));
      invariant(property, `no shared parameter ${word}`);
      endpoint.parameters.set(word.replace(/\?$/, ''), { ...property, optional: word.endsWith('?') });
    }
  }
}
