import { reportFlow } from '../facts';
import type { PdfRequest } from './request';
import type { Settings } from './settings';

const { paths } = reportFlow;
const pathOf = {
	single: { sync: paths.syncSingle, async: paths.asyncSingle },
	multiple: { sync: paths.syncMultiple, async: paths.asyncMultiple },
};

/** The request that generates PDFs of one design and version. */
export function toApiRequest({ endpoint, when }: Settings, requests: PdfRequest[]) {
	const rateClass = when === 'file' ? 'sync' : 'async';
	const [first] = requests as [PdfRequest];
	const contents = requests.map(({ content }) => content);
	return {
		method: 'POST',
		path: pathOf[endpoint][rateClass],
		body: {
			designId: first.designId,
			version: first.version,
			...(endpoint === 'multiple' ? { contents } : { content: contents[0] }),
		},
		purpose: 'generate',
		rateClass,
	} as const;
}
