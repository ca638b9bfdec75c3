/** A file that is no state says so with the place and what is wrong there. */
export class UnusableState extends Error {}
