/** Before the first request: refuse to serve without the key that encrypts sessions. */
export function register(): void {
  if (!process.env.NEXTAUTH_SECRET) {
    throw new Error('NEXTAUTH_SECRET is not set. Start with `npm start`, which makes one, or set it yourself.');
  }
}
