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

/** Most of the paths are not documented: they can be corrected without a new version of this package. */
export const pathFields: INodeProperties[] = [
	{
		displayName: 'Change Paths',
		name: 'changePaths',
		type: 'boolean',
		default: false,
		description:
			'Whether your version of ConnectReport uses other paths than the examples in the fields below. Leave a field empty if its example is right.',
	},
	...(Object.keys(labels) as PathName[]).map((name): INodeProperties => ({
		displayName: `Path: ${labels[name]}`,
		name: `${name}Path`,
		type: 'string',
		default: '',
		placeholder: `e.g. ${connectReport.paths[name]}`,
		description:
			'A verb, a path, and a query. The path continues /api/v1/, or the server address if it starts with /.',
		displayOptions: { show: { changePaths: [true] } },
	})),
];
