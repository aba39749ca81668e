import { randomBytes, randomUUID } from 'node:crypto';

/** How far a report is, in the provider's words. */
export type ReportStatus = 'RECEIVED' | 'FILE_GENERATED' | 'FAILED' | 'READY' | 'ALREADY_DOWNLOADED';

/** A report that the sandbox made, or was asked to make. All times are whole seconds, as in deliveries. */
export interface SandboxReport {
	requestId: string;
	reportId: string;
	presenterId: string;
	fileName: string;
	/** The full download link. Whoever knows it can fetch the file: keep it out of logs. */
	url: string;
	status: ReportStatus;
	rows?: number;
	plaintextBytes?: number;
	plaintextSha256?: string;
	ciphertextBytes: number;
	requestedAt: Date;
	/** Missing until the file is made. */
	generatedAt?: Date;
	expiresAt: Date;
	tags: string[];
	description?: string;
	isCompressed: boolean;
}

/** "Example timing: expiry is exactly 72 h after creation." A sample value, not a promise. */
const lifetimeMs = 72 * 60 * 60 * 1000;

/** A report that was asked for and is not made yet. */
export function createReport(
	origin: string,
	presenterId: string,
	wish: {
		fileName: string;
		requestId?: string;
		isCompressed?: boolean;
		tags?: string[];
		description?: string;
	},
): SandboxReport {
	const requestedAt = wholeSecond(new Date());
	return {
		requestId: wish.requestId ?? randomUUID(),
		reportId: randomUUID(),
		presenterId,
		fileName: wish.fileName,
		url: `${origin}/files/${randomBytes(24).toString('hex')}/${encodeURIComponent(wish.fileName)}`,
		status: 'RECEIVED',
		ciphertextBytes: 0,
		requestedAt,
		expiresAt: new Date(requestedAt.getTime() + lifetimeMs),
		tags: wish.tags ?? [],
		description: wish.description,
		isCompressed: wish.isCompressed ?? false,
	};
}

/** Note on the report that its file now lies on the file host. */
export function markReady(report: SandboxReport, ciphertextBytes: number): void {
	report.ciphertextBytes = ciphertextBytes;
	report.generatedAt = wholeSecond(new Date());
	report.expiresAt = new Date(report.generatedAt.getTime() + lifetimeMs);
	report.status = 'READY';
}

function wholeSecond(date: Date): Date {
	return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
