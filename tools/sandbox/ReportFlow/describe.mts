import type { SandboxFile, SandboxRequest, State } from './state.mts';

export const baseUrl = (state: State, generation: SandboxRequest['generation']) =>
	generation === 'old' ? `${state.url}/workspaces/${state.workspaceId}/v1` : `${state.url}/v1`;

/** "share.url: `https://app.re-port-flow.com/file/{requestId}/{fileId}`": a page for people, which asks for no key. */
function shareOf(state: State, { requestId }: SandboxRequest, file: SandboxFile) {
	return {
		shareType: file.shareType,
		...(file.shareType === 'public' && { url: `${state.url}/app/file/${requestId}/${file.fileId}` }),
		passcodeEnabled: file.passcodeEnabled,
	};
}

/** A file in answers and webhooks of NEW. */
export function describeFile(state: State, request: SandboxRequest, file: SandboxFile) {
	return {
		fileId: file.fileId,
		fileName: file.fileName,
		...(file.passthrough && { passthrough: file.passthrough }),
		share: shareOf(state, request, file),
	};
}

/** "percent-encoded JSON array; decode with decodeURIComponent then JSON.parse". */
export function fileMapping(state: State, request: SandboxRequest): string {
	return encodeURIComponent(JSON.stringify(request.files.map((file) => describeFile(state, request, file))));
}

/** The answer to an async request. OLD's `url` is a page, whose last segment is our reading of the webhook's `uuid`. */
export function describeJob(state: State, request: SandboxRequest, isMultiple: boolean) {
	const { requestId, generation, design, files } = request;
	if (generation === 'new') {
		const url = `${baseUrl(state, generation)}/file/download/${requestId}`;
		return {
			...{ requestId, url, files: files.map((file) => describeFile(state, request, file)) },
			...(state.knobs.plan === 'told' && { plan }),
		};
	}
	const url = `${state.url}/app/${state.workspaceId}/design/${design.id}/files/${requestId}`;
	if (!isMultiple) return { url, fileId: files[0]?.fileId };
	return {
		url,
		fileId: `batch_${requestId.slice(0, 8)}`,
		files: files.map(({ fileName, fileId }) => ({ fileName, fileId })),
	};
}

/** "When a generate response includes a `plan` block, pass its `message` (and upgrade link, if present) on": the rest is our reading. */
const plan = {
	message: '480 of the 500 pages of this month are used.',
	upgradeUrl: 'https://re-port-flow.com/pricing',
	pagesUsed: 480,
	pagesLimit: 500,
};

/** What the webhook is told. */
export function describeEvent(state: State, request: SandboxRequest, files = request.files) {
	const { requestId, generation, design, version } = request;
	const isNew = generation === 'new';
	return {
		event: state.knobs.webhookEvent as string,
		timestamp: new Date().toISOString(),
		workspaceId: state.workspaceId,
		...(isNew && { requestId }),
		designId: design.id,
		version,
		files: files.map((file) =>
			isNew
				? describeFile(state, request, file)
				: { fileId: file.fileId, uuid: requestId, fileName: file.fileName, params: file.params },
		),
	};
}
