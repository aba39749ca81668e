import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { reportFlow } from '../facts';
import { DesignParameters, readParameters, type Parameter } from './parameters';
import { idSegment } from '../api/paths';
import type { ReportFlowApi } from '../api/transport';

export const Design = z
	.object({
		id: z.string().describe('ID of the design'),
		label: z.string().optional().describe('Its name in ReportFlow'),
		latestVersion: z.number().optional().describe('The number of its newest version'),
		thumbnail: z.string().optional().describe('A picture of it'),
		updatedAt: z.string().optional().describe('When it was changed'),
	})
	.passthrough();
export type Design = z.infer<typeof Design>;

const Designs = z.object({ designs: z.array(Design) });

/** All designs of the workspace; ReportFlow does not split the list into pages. */
export async function listDesigns(api: ReportFlowApi): Promise<Design[]> {
	try {
		const request = { method: 'GET', path: reportFlow.paths.designs, purpose: 'lookUp' } as const;
		return (await api.json(request, Designs)).designs;
	} catch (error) {
		const isUnknown = error instanceof RemedyError && error.status === 404 && api.generation === 'workspace';
		throw isUnknown ? noList() : error;
	}
}

/** The parameters of a design, in the version or the latest. */
export async function getParameters(
	api: ReportFlowApi,
	designId: string,
	version?: number,
): Promise<Parameter[]> {
	return readParameters(await getRawParameters(api, designId, version));
}

export const getRawParameters = async (api: ReportFlowApi, designId: string, version?: number) =>
	await api.json(
		{
			method: 'GET',
			path: `${reportFlow.paths.designParameter}/${idSegment(designId, 'design ID')}`,
			purpose: 'lookUp',
			...(version !== undefined && { query: { version: String(version) } }),
		},
		DesignParameters,
	);

/** Looked up once for all items of a run. */
interface LookUps {
	latestVersion(designId: string): Promise<number>;
	parameters(designId: string, version: number): Promise<Parameter[]>;
}

const remembered = new WeakMap<IExecuteFunctions, Map<string, LookUps>>();

export function lookUpsOf(context: IExecuteFunctions, api: ReportFlowApi): LookUps {
	const ofRun = remembered.get(context) ?? new Map<string, LookUps>();
	remembered.set(context, ofRun);
	const known = ofRun.get(api.identity) ?? newLookUps(api);
	ofRun.set(api.identity, known);
	return known;
}

function newLookUps(api: ReportFlowApi): LookUps {
	const parameters = new Map<string, Promise<Parameter[]>>();
	let designs: Promise<Design[]> | undefined;
	return {
		async latestVersion(designId) {
			designs ??= listDesigns(api);
			const design = (await designs).find(({ id }) => id === designId);
			if (design?.latestVersion !== undefined) return design.latestVersion;
			throw new RemedyError(
				design === undefined
					? `ReportFlow has no design ${designId}`
					: `ReportFlow does not say which version of ${designId} is the latest`,
				design === undefined
					? 'Choose the design from the list again, and check that the credential belongs to its workspace.'
					: 'Choose "By Number" under "Version".',
			);
		},
		async parameters(designId, version) {
			const key = JSON.stringify([designId, version]);
			const looked = parameters.get(key) ?? getParameters(api, designId, version);
			parameters.set(key, looked);
			return await looked;
		},
	};
}

const noList = () =>
	new RemedyError(
		'A workspace with its own address does not list its designs',
		'Fill in the ID of the design by hand, and choose "By Number" under "Version".',
		{ status: 404 },
	);
