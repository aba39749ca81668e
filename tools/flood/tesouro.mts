import { endProcess } from '../../nodes/shared/run/processMemory';
import { flow, startStage } from '../../test/Tesouro/flow.mts';
import type { Live, Mode, Post } from './mode.mts';

const NOTIFICATION = 'LEDGER_TRANSACTION';

/** In turns: no signature, a broken one in a header, in the body, in the JSON; a changed genuine one; no JSON. */
function forgedReport(index: number): Omit<Post, 'url'> {
	const fileUrl = `https://download.tesouro.com/${index}.gpg`;
	const json = JSON.stringify({ requestId: `invented-${index}`, fileUrl });
	const noise = Buffer.alloc(300, index).toString('base64');
	const armor = (kind: string) => `-----BEGIN PGP ${kind}-----\n\n${noise}\n-----END PGP ${kind}-----\n`;
	const kinds: Array<Omit<Post, 'url'>> = [
		{ body: json },
		{ body: json, headers: { 'x-tesouro-signature': noise } },
		{ body: `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${json}\n${armor('SIGNATURE')}` },
		{ body: armor('MESSAGE') },
		{ body: JSON.stringify({ requestId: `invented-${index}`, fileUrl, signature: noise }) },
		{ body: `{"requestId":"${index}` },
	];
	return kinds[index % kinds.length]!;
}

/** In turns: no signature, an invented one with the right form, an old date, no JSON. */
function forgedNotification(index: number, keyId: string): Omit<Post, 'url'> {
	const body = JSON.stringify({ id: `invented-${index}`, eventType: NOTIFICATION, attributes: {} });
	const signed = (date: Date) => ({
		'x-tesouro-signature': `t=${Math.floor(date.getTime() / 1000)},v1=${Buffer.alloc(64, index).toString('hex')}`,
		'x-tesouro-key-id': keyId,
		'x-tesouro-algorithm': 'hmac-sha512',
	});
	const kinds: Array<Omit<Post, 'url'>> = [
		{ body },
		{ body, headers: signed(new Date()) },
		{ body, headers: signed(new Date(0)) },
		{ body: `{"id":"${index}`, headers: signed(new Date()) },
	];
	return kinds[index % kinds.length]!;
}

async function open(parameters: object, isNotification = false): Promise<Live> {
	endProcess();
	const stage = await startStage();
	const workflow = await stage.harness.activate(
		flow({ parameters: parameters as Record<string, string> }),
		stage.credentials,
	);
	stage.sandbox.configure({ webhookUrl: workflow.url });
	const { keyId } = stage.sandbox.notificationSecrets[0]!;
	const signature = (parameters as { authenticity?: string }).authenticity === 'api' ? 'none' : undefined;
	return {
		async good() {
			if (isNotification) {
				const [first] = await stage.sandbox.notify(NOTIFICATION, { retry: false });
				return first?.status ?? 0;
			}
			const report = await stage.sandbox.makeReport({ rows: 3 });
			const options = { retry: false, ...(signature && ({ signature } as const)) };
			const [first] = await stage.sandbox.deliver(report, options);
			return first?.status ?? 0;
		},
		forged: (index) => ({
			url: workflow.url,
			...(isNotification ? forgedNotification(index, keyId) : forgedReport(index)),
		}),
		executions: () => workflow.executions,
		requests: () => stage.sandbox.requests.length,
		close: async () => await stage.close(),
	};
}

export const tesouroModes: Mode[] = [
	{
		trigger: 'Tesouro',
		name: 'signature',
		open: async () => await open({ authenticity: 'signature' }),
	},
	{
		trigger: 'Tesouro',
		name: 'API',
		open: async () => await open({ authenticity: 'api' }),
	},
	{
		trigger: 'Tesouro',
		name: 'notifications, HMAC',
		open: async () =>
			await open(
				{ event: 'notifications', eventTypes: [NOTIFICATION], notificationAuthenticity: 'hmac' },
				true,
			),
	},
];
