import { setDate } from '../../../fastClock.mts';
import { params, wish, sandbox, start, post, ask, useSandbox } from './sandboxStage.mts';

useSandbox();

describe('every documented error', () => {
	const bad = (change: object) => ({ ...wish, ...change });
	const named = (fileName: string) => ({ content: { fileName, params } });
	it.each<[string, unknown, number, unknown]>([
		[
			'fields',
			bad({ designId: 7, version: '1' }),
			400,
			['designId must be a UUID', 'version must be an integer number'],
		],
		['no content', bad({ content: undefined }), 400, ['content must be an object']],
		[
			'a share word',
			bad({ content: { ...wish.content, shareType: 'public' } }),
			400,
			[expect.stringContaining('01, 02, 03')],
		],
		['a file name', bad(named('a/b')), 400, expect.stringContaining('a/b')],
		['not JSON', '{', 400, expect.any(String)],
		['no design', bad({ designId: 'nobody' }), 404, '指定したデザインが存在しません'],
		['no version', bad({ version: 9 }), 404, '指定したバージョン(9)が存在しません'],
	])('%s', async (_, body, status, message) => {
		const response = await post('/file/sync/single', body);
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ statusCode: status, message, error: expect.any(String) });
		expect(sandbox.files()).toEqual([]);
	});

	it('covers names that differ only in case, and requests without files', async () => {
		const contents = ['A', 'a'].map((fileName) => ({ fileName, params: {} }));
		const twice = await post('/file/async/multiple', { ...wish, contents });
		expect(await twice.json()).toMatchObject({
			statusCode: 400,
			message: ['contents.fileName must be unique'],
		});
		expect((await post('/file/async/multiple', { ...wish, contents: [] })).status).toBe(400);
	});

	it('covers keys', async () => {
		expect((await ask('/file/designs', {})).status).toBe(412);
		expect((await ask('/file/designs', { appkey: 'ak_wrong' })).status).toBe(401);
		expect((await ask('/file/designs', { authorization: 'Bearer nothing' })).status).toBe(401);
	});

	it('covers size, time, quota and failure', async () => {
		await start({ bodyBytesAtMost: { new: 1000, old: 1000 } });
		const content = { fileName: 'a', params: { name: 'x'.repeat(1000) } };
		expect((await post('/file/sync/single', { ...wish, content })).status).toBe(413);
		for (const [api, status] of [
			['error-500', 500],
			['quota', 402],
			['forbidden', 403],
			['down', 503],
		] as const) {
			sandbox.configure({ knobs: { api } });
			expect((await post('/file/sync/single', wish)).status).toBe(status);
		}
		expect(sandbox.files()).toEqual([]);
		sandbox.configure({ knobs: { api: 'sync-timeout' } });
		expect((await post('/file/sync/single', wish)).status).toBe(504);
		expect(sandbox.files()).toHaveLength(1);
	});

	it('covers files that are unknown, not ready, failed or expired', async () => {
		expect((await ask('/file/download/nothing')).status).toBe(404);
		sandbox.configure({ knobs: { job: 'stuck' } });
		const { requestId } = (await (await post('/file/async/single', wish)).json()) as { requestId: string };
		expect((await ask(`/file/download/${requestId}`)).status).toBe(409);
		sandbox.configure({ knobs: { notReady: '404' } });
		expect((await ask(`/file/download/${requestId}`)).status).toBe(404);
		sandbox.finish(sandbox.generated.get(requestId)!);
		expect((await ask(`/file/download/${requestId}`)).status).toBe(200);
		sandbox.configure({ knobs: { file: 'expired' } });
		expect((await ask(`/file/download/${requestId}`)).status).toBe(404);
		sandbox.configure({ knobs: { job: 'fails', file: 'ok' } });
		const failed = (await (await post('/file/async/single', wish)).json()) as { requestId: string };
		await sandbox.idle();
		expect((await ask(`/file/download/${failed.requestId}`)).status).toBe(422);
	});

	it('covers rates: one bucket for sync, another for async and downloads, both refilling', async () => {
		const now = Date.now();
		setDate(now);
		await start({ requestsPerMinute: { sync: 3, other: 5 }, minuteMs: 3000 });
		const statuses = async (count: number, path: string) => {
			const all: number[] = [];
			for (let time = 0; time < count; time++) all.push((await post(path, wish)).status);
			return all;
		};
		expect(await statuses(4, '/file/sync/single')).toEqual([201, 201, 201, 429]);
		expect(await statuses(6, '/file/async/single')).toEqual([202, 202, 202, 202, 202, 429]);
		const refused = await post('/file/sync/single', wish);
		expect(refused.headers.get('retry-after')).toBe('1');
		expect(sandbox.files()).toHaveLength(8);
		setDate(now + 1_100);
		expect(await statuses(1, '/file/sync/single')).toEqual([201]);
	});

	it('covers a lost answer: the PDF was made and billed', async () => {
		sandbox.configure({ knobs: { loseAnswer: 'once' } });
		await expect(post('/file/sync/single', wish)).rejects.toThrow('fetch failed');
		expect(sandbox.files()).toHaveLength(1);
		expect((await post('/file/sync/single', wish)).status).toBe(201);
	});
});
