import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

const make = () =>
  new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true } } });

let shared: QueryClient | undefined;

/**
 * Request and response beside the stream: history and task logs. Only what needs it is wrapped in it, so that it is
 * not in the way of any page's first load. A browser has one client; the server one for each render, for nothing may
 * leak from one person's page into another's.
 */
export function Queries({ children }: { children: ReactNode }) {
  const [client] = useState(() => {
    if (typeof window === 'undefined') return make();
    shared ??= make();
    return shared;
  });
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
