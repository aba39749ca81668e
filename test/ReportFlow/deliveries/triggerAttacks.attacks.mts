import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'one proof where several are asked for',
		title: 'must pass every chosen check, not just one',
		file: 'nodes/shared/deliveries/requestProofs.ts',
		line: "if (proofs.has('header') && ",
		becomes: "if (proofs.size === 1 && proofs.has('header') && ",
	},
	{
		name: 'a host made of the workspaceId of a body',
		title: 'of the new generation reaches no other host',
		file: 'nodes/ReportFlow/deliveries/toReportEvent.ts',
		line: 'url: fileUrl(evidence.baseUrl, downloadId, fileId)',
		becomes:
			'url: `https://${JSON.parse(String(evidence.delivery.body)).workspaceId}/${downloadId}/${fileId}`',
	},
	{
		name: 'a redirect that takes our keys along',
		title: 'reaches no other host through a redirect of the API',
		file: 'nodes/shared/http/send.ts',
		line: 'disableFollowRedirect: true',
		becomes: 'disableFollowRedirect: false',
	},
	{
		name: 'an ID that is a path',
		title: 'are never sent to the API: ../designs',
		file: 'nodes/ReportFlow/deliveries/payload.ts',
		line: 'z.string().regex(reportFlow.idPattern)',
		becomes: 'z.string()',
	},
	{
		name: 'the same files delivered under another workspace',
		title: 'starts nothing again when confirmed with the API alone, whatever was changed',
		file: 'nodes/ReportFlow/deliveries/eventId.ts',
		line: "isTrusted ? (workspaceId ?? '') : ''",
		becomes: "workspaceId ?? ''",
	},
	{
		name: 'a flood of forged deliveries to confirm',
		title: 'of forged deliveries costs a small share of the rate',
		file: 'nodes/ReportFlow/deliveries/authenticate.ts',
		line: 'strangers: 8, perSource: 4,',
		becomes: 'strangers: 8_000, perSource: 4_000,',
	},
	{
		name: 'a ReportFlow delivery that is far too large',
		title: 'of bytes is refused before it is read',
		file: 'nodes/shared/deliveries/openDelivery.ts',
		line: 'delivery.body.length > bytesAtMost',
		becomes: 'false as boolean',
	},
	{
		name: 'a flood of files in one delivery',
		title: 'of files in one delivery is not examined one by one',
		file: 'nodes/ReportFlow/deliveries/payload.ts',
		line: 'countFiles(raw) > reportFlow.deliveryFilesAtMost',
		becomes: 'false as boolean',
	},
];
