/** The zone in which the engine tells times in sentences: the machine's own, so that they need not name it. */
export const engineTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
