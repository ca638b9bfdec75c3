/**
 * The host's SSH server on loopback: root signs in with the password that the API knows or with an authorized key, and
 * runs one command a channel. No shell, no forwarding, no files: those are refused.
 */
import net from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';
import { runLine } from '@/simulator/ssh/commands';
import type { HostKey } from '@/simulator/ssh/host-key';
import { createVersions } from '@/simulator/ssh/versions';
import type { World } from '@/simulator/world';

export type SshListener = { port: number; close(): Promise<void> };

/** Listens on 127.0.0.1. `authorizedKeys` are lines as in `authorized_keys`. */
export async function listenSsh(
  world: () => World,
  options: { port: number; hostKey: HostKey; authorizedKeys: string[] },
): Promise<SshListener> {
  const versions = createVersions(world().clock.now());
  const authorized = options.authorizedKeys.map((line) => ssh2.utils.parseKey(line));
  const broken = authorized.find((key) => key instanceof Error);
  if (broken instanceof Error) throw new Error(`an authorized key cannot be read: ${broken.message}`);
  const clients = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [options.hostKey.privateKey], ident: 'OpenSSH_9.2p1' }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // Clients that go away without a word are none of our errors.
    client.on('error', () => client.end());
    client.on('authentication', (context) => authenticate(world(), context, authorized as ssh2.ParsedKey[]));
    client.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptExec, _reject, { command }) => serve(world, versions, acceptExec(), command));
      session.on('env', (acceptEnv) => acceptEnv?.());
      session.on('shell', (_accept, reject) => reject?.());
      session.on('pty', (_accept, reject) => reject?.());
    });
  });
  // The control port's faults `down` and `blackhole` are about the host, whatever the door.
  const front = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (world().control.accept(socket)) server.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (front.address() as net.AddressInfo).port,
    async close() {
      for (const client of clients) client.end();
      await new Promise((resolve) => {
        front.close(resolve);
        for (const client of clients) client.end();
      });
    },
  };
}

function authenticate(world: World, context: AuthContext, authorized: ssh2.ParsedKey[]): void {
  if (context.username === 'root' && isRoot(world, context, authorized)) context.accept();
  else context.reject(['publickey', 'password']);
}

function isRoot(world: World, context: AuthContext, authorized: ssh2.ParsedKey[]): boolean {
  if (context.method === 'password') {
    const root = world.state.users.find((user) => user.userid === 'root@pam');
    return !!root?.password && context.password === root.password;
  }
  if (context.method !== 'publickey') return false;
  const key = authorized.find((one) => one.getPublicSSH().equals(context.key.data));
  const { signature, blob } = context;
  // Without a signature the client only asks whether the key would do.
  return !!key && (!signature || (!!blob && key.verify(blob, signature, context.hashAlgo) === true));
}

function serve(
  world: () => World,
  versions: { text(world: World): string },
  channel: ServerChannel,
  line: string,
): void {
  const gone = new AbortController();
  channel.on('close', () => gone.abort());
  channel.on('error', () => gone.abort());
  const out = (text: string) => void channel.write(text);
  const err = (text: string) => void channel.stderr.write(text);
  runLine(line, { world, versions, out, err, signal: gone.signal })
    .catch((error: unknown) => {
      world().log('error', 'a command over SSH failed', { line, message: String(error) });
      return 255;
    })
    .then((code) => {
      if (gone.signal.aborted) return;
      channel.exit(code);
      channel.end();
    });
}
