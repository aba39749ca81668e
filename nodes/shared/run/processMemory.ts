const memories: Array<{ clear(): void }> = [];

/** What this process of n8n remembers until it ends. It keeps the order of insertion; the code that fills it bounds it. */
export function processMemory<Key, Value>(): Map<Key, Value> {
	const memory = new Map<Key, Value>();
	memories.push(memory);
	return memory;
}

/** The end of the process, as far as memory goes: a restart of n8n in one process, as its tests have it. */
export function endProcess(): void {
	for (const memory of memories) memory.clear();
}
