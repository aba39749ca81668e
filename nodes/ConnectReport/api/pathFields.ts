import type { INodeProperties } from 'n8n-workflow';
import { connectReport, type PathName } from '../facts';

const labels: Record<PathName, string> = {
	reports: 'List of Reports',
	report: 'One Report',
	render: 'Render a Report',
	job: 'Render Job',
	file: 'Rendered File',
	newReportTask: 'New Report Task',
	reportTask: 'One Report Task',
	template: 'One Template',
};

/** No document proves most of the paths: whoever knows better can say so without a new version of this package. */
export const pathFields: INodeProperties[] = [
	{
		displayName: 'Change Paths',
		name: 'changePaths',
		type: 'boolean',
		default: false,
		description:
			'Whether your version of ConnectReport has other paths than those that the fields below show as examples. Leave a field empty where the example is right.',
	},
	...(Object.keys(labels) as PathName[]).map((name): INodeProperties => ({
		displayName: `Path: ${labels[name]}`,
		name: `${name}Path`,
		type: 'string',
		default: '',
		placeholder: `e.g. ${connectReport.paths[name]}`,
		description:
			'A verb, a path from /api/v1/ (one that begins with / counts from the server address), and a query',
		displayOptions: { show: { changePaths: [true] } },
	})),
];
