import { processMemory } from '../run/processMemory';
import { setNewest } from '../run/setNewest';

/** Executions that decide about a delivery later. Each holds about 10 MB of n8n's memory: of strangers, few are started. */
const TEN_MINUTES_MS = 10 * 60_000;
const AT_MOST = 10;
const PER_SOURCE_AT_MOST = 3;
const TRIGGERS_AT_MOST = 200;

const started = processMemory<string, Array<{ at: number; source: string }>>();

/** Whether one more may be started for a delivery without proof. True counts it. */
export function mayDecideLater(trigger: string, source = 'unknown', now = Date.now()): boolean {
	const recent = (started.get(trigger) ?? []).filter(({ at }) => now - at < TEN_MINUTES_MS);
	const ofSource = recent.filter((entry) => entry.source === source);
	const may = recent.length < AT_MOST && ofSource.length < PER_SOURCE_AT_MOST;
	if (may) recent.push({ at: now, source });
	setNewest(started, trigger, recent, TRIGGERS_AT_MOST);
	return may;
}
