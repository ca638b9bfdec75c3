import project from '@/package.json';
import { openapi } from '../openapi';

export const dynamic = 'force-static';

/** The API's description; it holds nothing of the lab, and is made once, at build. */
export function GET(): Response {
  return Response.json(openapi(project.version));
}
