import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import { enrich, manyDesigns } from './designs.mts';
import { limitRate } from './limitRate.mts';
import { makesTrouble } from './makeTrouble.mts';
import { errors, sendError } from './sendError.mts';
import type { Generation, State } from './state.mts';

function designsOf({ knobs, designs }: State) {
	if (knobs.designs === 'none') return [];
	return knobs.designs === 'many' ? [...designs, ...manyDesigns()] : designs;
}

/** `GET /file/designs`. */
export async function listDesigns(state: State, response: ServerResponse): Promise<void> {
	if (!limitRate(state, response, 'other') || (await makesTrouble(state, response))) return;
	const designs = designsOf(state).map(({ id, label, versions, updatedAt }) => ({
		id,
		label,
		latestVersion: versions.length,
		thumbnail: `${state.url}/app/thumbnails/${id}.png`,
		updatedAt,
	}));
	sendJson(response, 200, { designs });
}

/** `GET /file/design/parameter/{designId}?version={n}`; "`version` optional = latest". */
export async function showParameters(
	state: State,
	response: ServerResponse,
	{ generation, designId, version }: { generation: Generation; designId: string; version: string | null },
): Promise<void> {
	if (!limitRate(state, response, 'other') || (await makesTrouble(state, response))) return;
	const design = designsOf(state).find(({ id }) => id === designId);
	if (!design) return sendError(response, generation === 'old' ? errors.noDesignOld : errors.noDesign);
	const number = version === null ? design.versions.length : Number(version);
	const parameters = design.versions[number - 1];
	if (!parameters)
		return sendError(response, {
			...errors.noVersion,
			message: `指定したバージョン(${version})が存在しません`,
		});
	const { parameters: knob } = state.knobs;
	sendJson(response, 200, knob === 'none' ? {} : knob === 'rich' ? enrich(parameters) : parameters);
}
