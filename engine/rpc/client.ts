/** The engine as the web's server code calls it; the bundler refuses this module in the browser. */
import 'server-only';

export { callEngine, openLive } from '@/engine/rpc/call';
