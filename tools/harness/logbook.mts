import type { Logger, LogMetadata } from 'n8n-workflow';

/** One line that a node or n8n-core logged. */
export interface LogLine {
	level: 'debug' | 'info' | 'warn' | 'error';
	message: string;
	metadata?: LogMetadata;
}

/** A logger that keeps what is logged instead of printing it, so that a test can read it. */
export class Logbook implements Logger {
	readonly lines: LogLine[] = [];

	debug(message: string, metadata?: LogMetadata): void {
		this.lines.push({ level: 'debug', message, metadata });
	}

	info(message: string, metadata?: LogMetadata): void {
		this.lines.push({ level: 'info', message, metadata });
	}

	warn(message: string, metadata?: LogMetadata): void {
		this.lines.push({ level: 'warn', message, metadata });
	}

	error(message: string, metadata?: LogMetadata): void {
		this.lines.push({ level: 'error', message, metadata });
	}

	/** n8n asks for a logger of its own per topic; here they all write into the same book. */
	scoped(): this {
		return this;
	}
}
