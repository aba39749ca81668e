/** In UTC, as all times that the node gives. */
export const dayOf = (date: Date) => date.toISOString().slice(0, 10);
