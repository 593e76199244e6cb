/** Nothing at the threshold of --fail-on. */
export const EXIT_OK = 0;
/** The program could not do its work. */
export const EXIT_FAILED = 1;
/** Something at the threshold was found. */
export const EXIT_FOUND = 2;
/** Ctrl-C, as shells count it: 128 + SIGINT. */
export const EXIT_INTERRUPTED = 130;
