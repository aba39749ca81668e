/** Sets an entry as the newest of a map, which keeps the order of insertion, and forgets the oldest beyond `atMost`. */
export function setNewest<Value>(map: Map<string, Value>, key: string, value: Value, atMost: number): void {
	map.delete(key);
	map.set(key, value);
	const [oldest] = map.keys();
	if (map.size > atMost && oldest !== undefined) map.delete(oldest);
}
