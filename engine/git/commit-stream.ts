/** A commit as a stream for `git fast-import`: blobs, tree and commit in one process, and the branch moves last. */

export type FileContent = { path: string; text: string };

export type CommitRequest = {
  files: FileContent[];
  author: { name: string; email: string };
  at: number;
  subject: string;
  body: string;
  /** In order: `Change-Id`, `Plan-Hash`, `Approved-by`, `Run-Id`. */
  trailers: [string, string][];
};

/** The stream; `parent` is the commit it stands on, null for the first. */
export function commitStream(branch: string, parent: string | null, request: CommitRequest): string {
  const seconds = Math.floor(request.at / 1000);
  const lines = [
    `commit ${branch}\n`,
    `author ${person(request.author.name)} <${address(request.author.email)}> ${seconds} +0000\n`,
    `committer Wheelhouse <wheelhouse@localhost> ${seconds} +0000\n`,
    data(commitMessage(request)),
    parent ? `from ${parent}\n` : '',
    ...request.files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`),
    'done\n',
  ];
  return lines.join('');
}

/** Subject, body and trailers, each in its own paragraph, so that no text of a person can pass for a trailer. */
export function commitMessage({ subject, body, trailers }: CommitRequest): string {
  const paragraphs = [
    oneLine(subject),
    body.replace(/[^\P{Cc}\n\t]/gu, '').trim(),
    trailers.map(([key, value]) => `${key}: ${oneLine(value)}`).join('\n'),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`;
}

/** Control characters go: git keeps none in a header, and a NUL would end the message. */
const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
const person = (name: string) => oneLine(name.replace(/[<>]/g, '')) || 'unknown';
const address = (email: string) => email.replace(/[<>\s]/g, '');
const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
