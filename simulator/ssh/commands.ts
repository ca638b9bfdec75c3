/**
 * The few commands that a host answers over SSH, each by its first word. A line that is not one of them whole exits
 * 127, as a shell does that finds no such command: nothing is half understood.
 */
import { type Command, exitOk, exitUnknown, type Run } from '@/simulator/ssh/command';
import { expand, filesOf } from '@/simulator/ssh/files';
import { bridgeLink, ipAddr } from '@/simulator/ssh/host-network';
import { iptablesSave, isFirewallOn } from '@/simulator/ssh/iptables';
import { pct } from '@/simulator/ssh/pct';
import { watchInterval, watchVersions } from '@/simulator/ssh/watch';
import { splitWords } from '@/simulator/ssh/words';

/** Prints one file after another; `tail -n +1` of several puts each under its name. */
function printFiles(run: Run, paths: string[], headed: boolean): number {
  const files = filesOf(run.world(), run.versions);
  let code = exitOk;
  let first = true;
  for (const path of paths) {
    const text = files.get(path)?.();
    if (text === undefined) {
      run.err(
        `${headed ? 'tail: cannot open' : 'cat:'} ${headed ? `'${path}' for reading` : path}: No such file or directory\n`,
      );
      code = 1;
      continue;
    }
    if (headed && paths.length > 1) run.out(`${first ? '' : '\n'}==> ${path} <==\n`);
    run.out(text);
    first = false;
  }
  return code;
}

const cat: Command = (run) => printFiles(run, run.args[0] === '--' ? run.args.slice(1) : run.args, false);

const tail: Command = (run) => {
  const [flag, lines, ...paths] = run.args;
  if (flag !== '-n' || lines !== '+1' || !paths.length) return exitUnknown;
  return printFiles(run, paths[0] === '--' ? paths.slice(1) : paths, true);
};

/** A command that takes exactly these words. */
const exactly =
  (words: string, text: (run: Run) => string): Command =>
  (run) => {
    if (run.args.join(' ') !== words) return exitUnknown;
    run.out(text(run));
    return exitOk;
  };

const commands: Record<string, Command> = {
  pct,
  cat,
  tail,
  'pve-firewall': exactly(
    'status',
    (run) => `Status: ${isFirewallOn(run.world().state) ? 'enabled' : 'disabled'}/running\n`,
  ),
  'iptables-save': exactly('-c', (run) => iptablesSave(run.world())),
  ip: exactly('-j addr', (run) => ipAddr(run.world())),
  bridge: exactly('-j link', (run) => bridgeLink(run.world())),
};

/** Runs a command line to its end; its exit code. */
export async function runLine(line: string, run: Omit<Run, 'args'>): Promise<number> {
  const interval = watchInterval(line);
  if (interval !== null) return watchVersions({ ...run, args: [] }, interval);
  const words = splitWords(line.trim());
  const [first, ...rest] = words ?? [];
  const command = first && !first.glob ? commands[first.text] : undefined;
  const unknown = () => {
    run.err(`bash: line 1: ${line.trim().split(/\s/)[0] ?? ''}: command not found\n`);
    return exitUnknown;
  };
  if (!command) return unknown();
  const files = rest.some((word) => word.glob) ? filesOf(run.world(), run.versions) : null;
  const args = rest.flatMap((word) => (word.glob && files ? expand(files, word.text) : [word.text]));
  const code = await command({ ...run, args });
  return code === exitUnknown && first?.text !== 'pct' ? unknown() : code;
}
