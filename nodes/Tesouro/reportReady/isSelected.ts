import type { Payload } from './payload';
import type { ReportReadyPolicy } from './policy';

/**
 * The user's filter, as far as the delivery alone can answer it. An unknown shape cannot be filtered and is selected. What
 * names no presenter may be known to Tesouro: `authenticate` looks again.
 */
export function isSelected(payload: Payload, policy: ReportReadyPolicy): boolean {
	if (payload.kind !== 'report ready') return true;
	const { presenterId } = payload.report;
	return presenterId === undefined || isWantedPresenter(presenterId, policy);
}

/** Whether the user wants the reports of this presenter. One that is not known is wanted only where all are. */
export const isWantedPresenter = (
	presenterId: string | undefined,
	{ presenterIds }: Pick<ReportReadyPolicy, 'presenterIds'>,
): boolean =>
	presenterIds.length === 0 ||
	(presenterId !== undefined && presenterIds.includes(presenterId.toLowerCase()));
