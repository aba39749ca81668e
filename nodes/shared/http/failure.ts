/** In words, because n8n replaces every text that holds one of these codes with a general text. */
const causes = new Map([
	['ECONNABORTED', 'there was no answer in time'],
	['ETIMEDOUT', 'there was no answer in time'],
	['ECONNREFUSED', 'the connection was refused'],
	['ECONNRESET', 'the connection was cut off'],
	['ERR_STREAM_PREMATURE_CLOSE', 'the answer broke off'],
	['Z_DATA_ERROR', 'the answer is damaged'],
	['Z_BUF_ERROR', 'the answer broke off'],
	['EPIPE', 'the connection was cut off'],
	['ENOTFOUND', 'the name of the host is unknown'],
	['EAI_AGAIN', 'the name of the host cannot be looked up at the moment'],
	['EHOSTUNREACH', 'there is no route to the host'],
	['ENETUNREACH', 'there is no route to the host'],
	['CERT_HAS_EXPIRED', "the host's certificate has expired"],
	['DEPTH_ZERO_SELF_SIGNED_CERT', "the host's certificate is self-signed"],
	['SELF_SIGNED_CERT_IN_CHAIN', "the host's certificate is not signed by an authority that this n8n trusts"],
	[
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		"the host's certificate is not signed by an authority that this n8n trusts",
	],
	['UNABLE_TO_GET_ISSUER_CERT', "the host's certificate is not signed by an authority that this n8n trusts"],
	[
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		"the host's certificate is not signed by an authority that this n8n trusts",
	],
	['CERT_NOT_YET_VALID', "the host's certificate is not valid yet"],
	['ERR_TLS_CERT_ALTNAME_INVALID', "the host's certificate is for another name"],
	['EPROTO', 'the host does not speak https at this port'],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'the host does not speak https at this port'],
	['ERR_CANCELED', 'it was cancelled'],
]);

/** Why a request failed, in words. Never the error's own text, which may hold a link or more. */
export function describeFailure(error: unknown): string {
	const { code } = (error ?? {}) as { code?: unknown };
	return causes.get(String(code)) ?? 'the network failed';
}

/** The connection failed over who the host is, or how it speaks: asking again at once changes nothing. */
export const isTlsFailure = (error: unknown): boolean =>
	/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|ERR_TLS_|ERR_SSL_|EPROTO)/.test(
		String(((error ?? {}) as { code?: unknown }).code),
	);

/** There was no connection, so nothing of the request can have reached anybody. */
const beforeSending =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|ERR_TLS_)/;

/** Linux also says so of a connection that stood and lost its way, when the request may have gone out long ago. */
const wayLost = /^(EHOSTUNREACH|ENETUNREACH)$/;

/** Whether a failed request certainly was not carried out. */
export function wasNeverSent(error: unknown): boolean {
	const { code, syscall, cause } = (error ?? {}) as { code?: unknown; syscall?: unknown; cause?: unknown };
	const by = syscall ?? ((cause ?? {}) as { syscall?: unknown }).syscall;
	return beforeSending.test(String(code)) && (!wayLost.test(String(code)) || by === 'connect');
}
