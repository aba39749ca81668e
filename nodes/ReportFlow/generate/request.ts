/** One PDF as ReportFlow is asked for it. */
export interface Content {
	fileName: string;
	params: Record<string, unknown>;
	shareType?: string;
	passcodeEnabled?: boolean;
	passthrough?: Record<string, string>;
}

/** What must be kept about a PDF after it was requested. The values may be large, and are no longer needed then. */
export interface RequestedPdf {
	designId: string;
	version: number;
	fileName: string;
	/** What we add to `passthrough`; undefined where nothing comes back. */
	correlationId?: string;
	/** What the user should know of it. */
	warnings: Warnings;
}

/** One PDF that an item asks for. */
export interface PdfRequest extends RequestedPdf {
	content: Content;
}

export interface Warnings {
	unknownParameters?: string[];
	missingParameters?: string[];
	/** The names could not be compared, and why. */
	notCompared?: string;
}

export const withoutContent = ({
	designId,
	version,
	fileName,
	correlationId,
	warnings,
}: PdfRequest): RequestedPdf => ({
	designId,
	version,
	fileName,
	...(correlationId !== undefined && { correlationId }),
	warnings,
});
