import { RemedyError, type FailureFacts } from '../../shared/run/remedyError';
import type { Answer } from '../../shared/http/send';
import { isWebPage, messageOf } from './answerText';
import { NoSuchThing } from './noSuchThing';
import { loginRedirect } from './loginPage';

/** What a request was for decides what people can do about its failure. */
export type Purpose = 'list' | 'report' | 'reportTask' | 'template' | 'render' | 'job' | 'file' | 'newTask';

/** "Cannot GET /api/v1/…", or a page of a proxy: the path does not exist, which says nothing about the thing itself. */
export const isNoPath = ({ status, body }: Answer): boolean =>
	(status === 404 || status === 405) &&
	(status === 405 ||
		(typeof body === 'string' && isWebPage(body)) ||
		/^Cannot [A-Z]+ \//.test(messageOf({ body })));

const nowhere = {
	list: 'the list of reports',
	report: 'single reports',
	reportTask: 'report tasks',
	template: 'templates',
	render: 'rendering',
	job: 'render jobs',
	file: 'files',
	newTask: 'new report tasks',
} as const;

const unknown = {
	list: ['There is no list of reports', 'Check the server address in the ConnectReport credential.'],
	report: [
		'There is no such report',
		'Check the report ID. ConnectReport also hides what the user of the API key may not see: give that user access to the report.',
	],
	reportTask: [
		'There is no such report task',
		'Check the report task ID. ConnectReport also hides what the user of the API key may not see: give that user access to it.',
	],
	template: [
		'There is no such template',
		'Check the template ID. ConnectReport also hides what the user of the API key may not see: give that user access to it.',
	],
	render: [
		'There is no such report',
		'Check the report ID. ConnectReport also hides what the user of the API key may not see: give that user access to the report.',
	],
	job: ['ConnectReport no longer knows the render job', 'Run the step again: it starts a new job.'],
	file: ['The rendered file no longer exists', 'Run the step again: it renders the report again.'],
	newTask: ['There is no such template', 'Check the template ID. Nothing was started.'],
} as const;

/** Which part of the path names the thing that may not be there. */
const idNames: Partial<Record<Purpose, string>> = {
	report: 'reportId',
	reportTask: 'reportTaskId',
	template: 'templateId',
	render: 'reportId',
	job: 'jobId',
};

/**
 * The error for an answer without success. Its status decides, because the texts are not documented. `values` are what
 * the path was filled in with.
 */
export function statusError(
	answer: Answer,
	purpose: Purpose,
	values: Record<string, string> = {},
): RemedyError {
	const { status } = answer;
	const said = messageOf(answer);
	const error = (message: string, remedy: string, facts: FailureFacts = {}) =>
		new RemedyError(`${message} (status ${status})${said === '' ? '' : `: ${said}`}`, remedy, {
			status,
			...facts,
		});

	if (status >= 300 && status < 400) return loginRedirect(answer);
	if (status === 401) {
		return error(
			'ConnectReport does not accept the API key',
			'Check the API key in the ConnectReport credential: the management console shows the keys under access tokens. A key that was deleted there, or whose user was, no longer works.',
		);
	}
	if (status === 403) {
		return error(
			'The user of the API key may not do this in ConnectReport',
			purpose === 'newTask'
				? 'Give that user a role that may create and enable report tasks: Publisher, or one with more rights. Nothing was started.'
				: 'Give that user a role that may see and export reports, and access to this one.',
		);
	}
	if (isNoPath(answer)) {
		return error(
			`This ConnectReport server has no path for ${nowhere[purpose]}`,
			'Check the server address in the ConnectReport credential. If it is right, this version of ConnectReport has another path: switch on "Change Paths" there, and fill in the one that your administrator knows.',
		);
	}
	if (status === 404 || status === 410) {
		const [message, remedy] = unknown[purpose];
		const id = values[idNames[purpose] ?? ''];
		return new NoSuchThing(error(id === undefined ? message : `${message}: ${id}`, remedy));
	}
	if (status === 429) {
		return error('ConnectReport received too many requests', 'Try again in a minute.', { temporary: true });
	}
	if (status >= 500) {
		return error(
			'ConnectReport could not answer',
			purpose === 'newTask' ? mayHaveStarted : 'Try again in a few minutes; the log of the server says more.',
			{ temporary: true, outcomeUnknown: true },
		);
	}
	return error(
		'ConnectReport did not accept the request',
		refused[purpose] ?? 'Correct what the message names.',
	);
}

/** What a request may have been refused for, where the user chose it. */
const refused: Partial<Record<Purpose, string>> = {
	render:
		'Correct what the message names. If it is the format, choose another one under "Format", or "Other" with the name that your version of ConnectReport has for it.',
	newTask: 'Correct what the message names: the template or the title. Nothing was started.',
};

export const mayHaveStarted =
	'The report task may have been created and started anyway, so it was not sent again. Look for it in ConnectReport before you run this step again.';

export const unknownForm = ({ status }: Pick<Answer, 'status'>, purpose: Purpose): RemedyError =>
	new RemedyError(
		`The answer does not come from ConnectReport (status ${status})`,
		purpose === 'newTask'
			? mayHaveStarted
			: 'Check the server address in the ConnectReport credential; if it is right, this version of ConnectReport answers in another format: report it to the authors of this node.',
		{ status, outcomeUnknown: true },
	);
