/** Splits a list as Proxmox's `split_list` does: at `,`, `;`, white space, or NUL where an array was sent. */
export function splitList(text: string): string[] {
  if (text.includes('\0')) return text.split('\0').filter(Boolean);
  return text
    .replace(/[,;]/g, ' ')
    .split(/\s+/)
    .filter((part) => part !== '');
}
