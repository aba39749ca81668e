import type { RecordedRequest, State } from './state.mts';

/**
 * Whether the answer to this request is to be lost on its way: what was asked for is done, and nobody hears of it. Only
 * `createAsyncReport`, since asking for anything else twice does no harm.
 */
export function isAnswerLost({ knobs }: State, { query }: NonNullable<RecordedRequest['graphql']>): boolean {
	if (knobs.loseAnswer === 'no' || !String(query).includes('createAsyncReport')) return false;
	if (knobs.loseAnswer === 'once') knobs.loseAnswer = 'no';
	return true;
}
