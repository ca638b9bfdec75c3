/** A value that is not in its format. `errors` are those of single keys of a property string. */
export class FormatError extends Error {
  constructor(
    message: string,
    readonly errors: Record<string, string> = {},
  ) {
    super(message);
  }

  /** As Perl prints the exception: the message, then each key's text on a line of its own. */
  get text(): string {
    const lines = Object.entries(this.errors).map(([key, text]) => `${key}: ${text}\n`);
    return `${this.message}\n${lines.join('')}`;
  }
}
