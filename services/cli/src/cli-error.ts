/** Something that the person at the terminal can mend; the message is the whole answer. */
export class CliError extends Error {}
