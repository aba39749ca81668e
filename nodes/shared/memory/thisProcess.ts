let [receives, executes] = [false, false];

/** Called for each delivery to a published workflow. */
export function noteThatItReceives() {
	receives = true;
}

/** Called for each event of an execution that is no test. */
export function noteThatItExecutes() {
	executes = true;
}

/**
 * Whether no other process receives deliveries or runs executions. In n8n's regular mode one process does both. In queue mode,
 * those that receive run nothing but tests, and workers receive nothing. Before it has done both, a process cannot tell, and takes
 * the lock that it may not need.
 */
export const isTheOnlyProcess = () => receives && executes;
