import type { IWebhookFunctions } from 'n8n-workflow';
import type { Delivery } from '../../shared/deliveries/delivery';
import type { PassedProof, Proof } from '../../shared/deliveries/proof';
import type { ReportEvent } from '../../shared/deliveries/reportEvent';
import type { Authentication } from '../../shared/deliveries/verdict';
import { authenticate as authenticateNotification } from '../notifications/authenticate';
import { isSelected as isSelectedNotification } from '../notifications/isSelected';
import { parse as parseNotification } from '../notifications/payload';
import { prove as proveNotification } from '../notifications/prove';
import { toReportEvent as fromNotification } from '../notifications/toReportEvent';
import { authenticate as authenticateReport } from '../reportReady/authenticate';
import { isSelected as isSelectedReport } from '../reportReady/isSelected';
import { parse as parseReport } from '../reportReady/payload';
import { prove as proveReport } from '../reportReady/prove';
import { toReportEvent as fromReport } from '../reportReady/toReportEvent';
import type { Policy } from './policy';

type Payload = { kind: 'malformed' } | { kind: 'readable' };
type Accepted = Extract<Authentication, { kind: 'accepted' }>;

/** The steps of one of Tesouro's two families of webhooks, which have nothing in common but these. */
export interface Steps {
	prove(delivery: Delivery, policy: Policy): Promise<Proof>;
	parse(proof: PassedProof, policy: Policy): Payload;
	isSelected(payload: Payload, policy: Policy): boolean;
	authenticate(
		context: IWebhookFunctions,
		payload: Payload,
		proof: PassedProof,
		policy: Policy,
	): Promise<Authentication>;
	toReportEvent(payload: Payload, proof: PassedProof, policy: Policy, authentication: Accepted): ReportEvent;
}

const reportReady = {
	prove: proveReport,
	parse: parseReport,
	isSelected: isSelectedReport,
	authenticate: authenticateReport,
	toReportEvent: fromReport,
};

const notifications = {
	prove: proveNotification,
	parse: parseNotification,
	isSelected: isSelectedNotification,
	authenticate: authenticateNotification,
	toReportEvent: fromNotification,
};

/** The steps for a policy. What one of them makes, only the others of its family get to see. */
export const stepsFor = ({ event }: Policy): Steps =>
	(event === 'notifications' ? notifications : reportReady) as unknown as Steps;
