import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';

export function readDesignId(context: IExecuteFunctions, itemIndex: number): string {
	const given: unknown = context.getNodeParameter('designId', itemIndex, '', { extractValue: true });
	const designId = typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
	if (designId !== '') return designId;
	throw new RemedyError('No design is chosen', 'Choose a design from the list, or fill in its ID.');
}

/** Undefined for the latest. */
export function readVersionNumber(context: IExecuteFunctions, itemIndex: number): number | undefined {
	if (context.getNodeParameter('version', itemIndex, 'latest') !== 'number') return undefined;
	const version = Number(context.getNodeParameter('versionNumber', itemIndex, 1));
	if (Number.isInteger(version) && version > 0) return version;
	throw new RemedyError('The version must be a whole number', 'Versions of a design are 1, 2, 3 and so on.');
}
