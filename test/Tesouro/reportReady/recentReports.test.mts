import { endProcess } from '../../../nodes/shared/run/processMemory';
import { findRecentReport } from '../../../nodes/Tesouro/reportReady/recentReports';
import type { TesouroApi } from '../../../nodes/Tesouro/api/transport';
import { useFastClock } from '../../fastClock.mts';

useFastClock();
beforeEach(endProcess);

/** A client whose list has these reports, newest first, in pages of 100. */
function clientWith(ids: string[]) {
	const pages: number[] = [];
	const query = async (_document: string, { input }: { input: { paging: { skip: number } } }) => {
		const { skip } = input.paging;
		pages.push(skip / 100);
		await Promise.resolve();
		return {
			asyncReport: {
				items: ids.slice(skip, skip + 100).map((requestId) => ({ requestId, status: 'READY', url: 'x' })),
				pageInfo: { hasNextPage: ids.length > skip + 100 },
			},
		};
	};
	return { api: { identity: 'client', query } as unknown as TesouroApi, pages };
}

const invented = (count: number) => Array.from({ length: count }, (_, index) => `invented-${index}`);
const findAll = async (api: TesouroApi, ids: string[]) =>
	await Promise.all(
		ids.map(async (id) => {
			const found = await findRecentReport(api, id);
			return typeof found === 'string' ? found : 'found';
		}),
	);

it('one reading answers all waiting deliveries, and finds a genuine one among them', async () => {
	const { api, pages } = clientWith(['genuine']);
	// The first one starts a reading at once; all others wait for the next one.
	const answers = await findAll(api, [...invented(100), 'GENUINE']);
	expect(answers.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 'unknown'));
	expect(answers[100]).toBe('found');
	expect(pages.length).toBeLessThanOrEqual(2);
});

it('a definite no is not asked again for a minute', async () => {
	const { api, pages } = clientWith([]);
	for (let time = 0; time < 50; time++) expect(await findRecentReport(api, 'invented')).toBe('unknown');
	expect(pages).toEqual([0]);
});

it('deliveries beyond two hundred waiting ones are turned away, not kept', async () => {
	const { api, pages } = clientWith([]);
	const answers = await findAll(api, invented(1_000));
	expect(answers.filter((answer) => answer === 'busy').length).toBeGreaterThanOrEqual(700);
	expect(pages.length).toBeLessThanOrEqual(3);
});

it('a sequential flood costs thirty readings a minute', async () => {
	const { api, pages } = clientWith([]);
	const began = Date.now();
	for (const id of invented(60)) await findRecentReport(api, id);
	const minutes = (Date.now() - began) / 60_000;
	expect(minutes).toBeGreaterThan(0);
	expect((pages.length - 1) / minutes).toBeLessThanOrEqual(30);
});

it('further pages are read rarely; until then the answer is open', async () => {
	const { api, pages } = clientWith(Array.from({ length: 450 }, (_, index) => `report-${index}`));
	expect(await findAll(api, ['report-449'])).toEqual(['found']);
	expect(pages).toEqual([0, 1, 2, 3, 4]);
	expect(await findAll(api, ['invented'])).toEqual(['busy']);
	expect(pages).toEqual([0, 1, 2, 3, 4, 0]);
});
