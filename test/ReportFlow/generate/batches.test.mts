import type { ReportFlowApi } from '../../../nodes/ReportFlow/api/transport';
import { reportFlow } from '../../../nodes/ReportFlow/facts';
import { toBatches, type ItemRequest } from '../../../nodes/ReportFlow/generate/batches';

const requestFor = (item: number, params: object, more: object = {}, api: object = {}): ItemRequest => {
	const fileName = `row-${item}.pdf`;
	return {
		item,
		api: { identity: 'workspace', requestBytesAtMost: 50_000_000, ...api } as ReportFlowApi,
		request: {
			designId: 'design',
			version: 1,
			fileName,
			warnings: {},
			content: { fileName, params: { ...params } },
			...more,
		},
	};
};
const limits = { filesAtMost: 100, isSync: false };
const itemsOf = (batches: ItemRequest[][]) => batches.map((batch) => batch.map(({ item }) => item));
const six = [0, 1, 2, 3, 4, 5];

it('a request stays below the size that ReportFlow accepts', () => {
	const requests = six.map((item) => requestFor(item, { text: 'x'.repeat(15_000_000) }));
	const batches = toBatches(requests, limits);
	expect(itemsOf(batches)).toEqual([
		[0, 1, 2],
		[3, 4, 5],
	]);
	for (const batch of batches) {
		const body = JSON.stringify({ contents: batch.map(({ request }) => request.content) });
		expect(Buffer.byteLength(body)).toBeLessThan(reportFlow.requestBytesAtMost.single);
	}
});

it('a file larger than the allowed request size is sent alone, so that ReportFlow refuses it', () => {
	const requests = [1, 100, 1].map((size, item) => requestFor(item, { text: 'x'.repeat(size * 1_000) }));
	const small = requests.map((one) => ({ ...one, api: { ...one.api, requestBytesAtMost: 20_000 } }));
	expect(itemsOf(toBatches(small, limits))).toEqual([[0], [1, 2].slice(0, 1), [2]]);
});

it('a request covers one design, one version and one workspace', () => {
	const batches = toBatches(
		[
			requestFor(0, {}),
			requestFor(1, {}, { version: 2 }),
			requestFor(2, {}),
			requestFor(3, {}, {}, { identity: 'another' }),
		],
		limits,
	);
	expect(itemsOf(batches)).toEqual([[0, 2], [1], [3]]);
});
