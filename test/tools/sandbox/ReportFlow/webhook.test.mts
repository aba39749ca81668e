import { designIds, type ReportFlowSandbox } from '../../../../tools/sandbox/ReportFlow/sandbox.mts';
import { wish, sandbox, start, post, type Receiver, receive, useSandbox } from './sandboxStage.mts';

useSandbox();

describe('the webhook', () => {
	let receiver: Receiver;
	beforeEach(async () => {
		receiver = await receive();
		await start({ webhookUrl: receiver.url, webhookTimeoutMs: 300, webhookRetryDelaysMs: [10, 10, 10] });
	});
	afterEach(() => receiver.close());

	it.each(['sync/single', 'sync/multiple', 'async/single', 'async/multiple'])(
		'announces /file/%s',
		async (path) => {
			const content = { fileName: 'a', params: {}, shareType: '03', passcodeEnabled: true };
			const body = { designId: designIds.invoice, version: 1, content, contents: [content] };
			await (await post(`/file/${path}`, body)).arrayBuffer();
			await sandbox.idle();
			expect(receiver.bodies).toEqual([
				{
					event: 'file.completed',
					timestamp: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
					workspaceId: sandbox.workspaceId,
					requestId: expect.any(String),
					designId: designIds.invoice,
					version: 1,
					files: [
						{
							fileId: expect.any(String),
							fileName: 'a.pdf',
							share: { shareType: 'public', url: expect.stringContaining('/file/'), passcodeEnabled: true },
						},
					],
				},
			]);
		},
	);

	it('is sent again after 5xx and silence, at most three times, and not after 4xx', async () => {
		const deliver = async (...answers: number[]) => {
			receiver.answers = answers;
			await post('/file/async/single', wish);
			await sandbox.idle();
			return sandbox.webhooks.splice(0).map(({ status }) => status);
		};
		expect(await deliver(500, 0, 204)).toEqual([500, null, 204]);
		expect(await deliver(500, 503, 500, 500, 500)).toEqual([500, 503, 500, 500]);
		receiver.answers = [];
		expect(await deliver(401)).toEqual([401]);
		sandbox.configure({ knobs: { webhook4xx: 'retried' } });
		expect(await deliver(401)).toEqual([401, 200]);
	});

	it('can come per file, twice, or not at all, with the headers of a gateway', async () => {
		const contents = ['a', 'b'].map((fileName) => ({ fileName, params: {} }));
		const body = { designId: designIds.invoice, version: 1, contents };
		const deliver = async (webhooks: ReportFlowSandbox['knobs']['webhooks']) => {
			sandbox.configure({ knobs: { webhooks }, webhookHeaders: { 'x-token': 't' } });
			await post('/file/async/multiple', body);
			await sandbox.idle();
			return receiver.bodies.splice(0).map((one) => (one as { files: unknown[] }).files.length);
		};
		expect(await deliver('per-file')).toEqual([1, 1]);
		expect(await deliver('twice')).toEqual([2, 2]);
		expect(await deliver('off')).toEqual([]);
		expect(receiver.headers[0]).toMatchObject({ 'x-token': 't', 'content-type': 'application/json' });
	});
});
