import { clock } from './clock';

export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => await clock.pause(ms, signal);
