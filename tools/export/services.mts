/** A package that integrates one service: the form in which n8n verifies packages, and all that n8n Cloud installs. */
export interface Service {
	/** Name on the command line. */
	id: string;
	packageName: string;
	title: string;
	/** One sentence for package.json and the README. */
	description: string;
	/** Folder below nodes/. */
	folder: string;
	/** Files in credentials/, without their ending. */
	credentials: string[];
	keywords: string[];
	/** Pages in docs/, without their ending. The first is the guide. */
	docs: string[];
	/** Workflows in examples/ begin with one of these. */
	examples: string[];
	/** Whose trademark the name is; undefined for a standard. */
	trademarkOf?: string;
}

const delivery = ['deliveries', 'administrators', 'security'];

export const services: Service[] = [
	{
		id: 'tesouro',
		packageName: 'n8n-nodes-tesouro-reports',
		title: 'Tesouro reports for n8n',
		description: 'Receive Tesouro report webhooks and notifications, request, download and decrypt reports',
		folder: 'Tesouro',
		credentials: ['TesouroApi'],
		keywords: ['tesouro', 'report', 'webhook', 'openpgp', 'cloudevents'],
		docs: ['tesouro', 'tesouro-errors', 'tesouro-graphql', ...delivery],
		examples: ['tesouro-'],
		trademarkOf: 'Tesouro',
	},
	{
		id: 'connectreport',
		packageName: 'n8n-nodes-connectreport',
		title: 'ConnectReport for n8n',
		description: 'Receive ConnectReport callbacks, run report tasks, and export reports as Excel or PDF',
		folder: 'ConnectReport',
		credentials: ['ConnectReportApi'],
		keywords: ['connectreport', 'qlik', 'report', 'webhook', 'cloudevents'],
		docs: ['connectreport', ...delivery],
		examples: ['connectreport-'],
		trademarkOf: 'ConnectReport',
	},
	{
		id: 'reportflow',
		packageName: 'n8n-nodes-reportflow',
		title: 'ReportFlow for n8n',
		description: 'Generate PDFs with ReportFlow, download them, and receive its webhooks',
		folder: 'ReportFlow',
		credentials: ['ReportFlowApi', 'ReportFlowOAuth2Api'],
		keywords: ['reportflow', 're-port-flow', 'pdf', 'webhook', 'cloudevents'],
		docs: ['reportflow', 'reportflow-errors', 'reportflow-comparison', ...delivery],
		examples: ['reportflow-'],
		trademarkOf: 'ReportFlow',
	},
	{
		id: 'openpgp',
		packageName: 'n8n-nodes-openpgp-files',
		title: 'OpenPGP for n8n',
		description: 'Decrypt, encrypt, sign and verify OpenPGP (PGP, GPG) files of any size, and manage keys',
		folder: 'OpenPgp',
		credentials: ['OpenPgpKeyApi'],
		keywords: ['openpgp', 'pgp', 'gpg', 'gnupg', 'decrypt', 'encryption'],
		docs: ['openpgp', 'openpgp-forms', 'openpgp-errors', 'openpgp-field-cases', 'administrators', 'security'],
		examples: ['openpgp-'],
	},
	{
		id: 'files',
		packageName: 'n8n-nodes-report-file',
		title: 'Report files for n8n',
		description: 'Inspect, filter, add up, split and convert CSV report files of any size',
		folder: 'ReportFile',
		credentials: [],
		keywords: ['csv', 'excel', 'parquet', 'report', 'split'],
		docs: ['report-file', 'administrators', 'security'],
		examples: ['report-file-'],
	},
];
