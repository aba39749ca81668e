let receivesDeliveries = false;

/** Called for each delivery to a published workflow. */
export function noteThatItReceives() {
	receivesDeliveries = true;
}

/**
 * Whether no other process runs executions. In n8n's regular mode the process that receives a delivery runs it, too. In
 * queue mode, those that receive run nothing, and workers receive nothing. Before its first delivery a process cannot
 * tell, and takes the lock that it may not need.
 */
export const isTheOnlyProcess = () => receivesDeliveries;
