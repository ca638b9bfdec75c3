import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CommandContext, type CommandEnd, readArguments } from '@/engine/cli/command';
import { fail } from '@/engine/cli/fail';
import { err, ok, type Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';
import { validateLab } from '@/lib/spec/validate';
import { specFromYaml, specPath } from '@/lib/spec/yaml';

/** Checks every container file of a lab, then the lab as a whole. What only a host knows (storages, bridges) is not checked. */
export async function validate(args: string[], _context: CommandContext): Promise<CommandEnd> {
  const read = readArguments(args, {}, 'validate DIR');
  if (!read.ok) return read.error;
  const dir = read.value.positionals[0];
  if (!dir || read.value.positionals.length > 1) return fail(2, 'Give one directory. Usage: wheelhouse validate DIR');
  const folder = path.join(dir, 'lxc');
  if (!existsSync(folder)) return fail(1, `${dir} is not a lab: it has no folder lxc.`);

  const specs: ContainerSpec[] = [];
  const complaints: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()) {
    const file = path.join('lxc', name);
    const text = readText(path.join(dir, file));
    if (!text.ok) {
      complaints.push(`${file}: cannot be read: ${text.error}`);
      continue;
    }
    const spec = specFromYaml(text.value);
    if (!spec.ok)
      complaints.push(
        ...spec.error.map(({ field, given, accepted }) => `${file}: ${field}: given ${given}; accepted is ${accepted}`),
      );
    else {
      specs.push(spec.value);
      if (specPath(spec.value.vmid) !== file)
        complaints.push(`${file}: holds container ${spec.value.vmid}; accepted is ${specPath(spec.value.vmid)}`);
    }
  }
  const notes = validateLab(specs, { storages: [], bridges: [], nodes: [] });
  complaints.push(...notes.filter((note) => note.severity === 'block').map((note) => `${note.at}: ${note.text}`));
  const warnings = notes.filter((note) => note.severity === 'warn').map((note) => `warning: ${note.at}: ${note.text}`);
  if (complaints.length > 0) return fail(1, [...complaints, ...warnings].join('\n'));
  return { code: 0, out: [...warnings, `${specs.length} containers, all sound.`].join('\n') };
}

function readText(file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
