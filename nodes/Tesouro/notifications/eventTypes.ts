/**
 * The event types that Tesouro's pages name: the newer LEDGER_ and ACCOUNT_, the older MBP_ (payloads "coming soon"),
 * and those of underwriting. The list grows at Tesouro, so it is never closed: other types can be entered by name.
 */
export const eventTypes = [
	{
		name: 'Account Restriction Changed',
		value: 'ACCOUNT_RESTRICTION_CHANGED',
		description: 'The restrictions of an account changed',
	},
	{
		name: 'Account Status Changed',
		value: 'ACCOUNT_STATUS_CHANGED',
		description: 'An account was opened or closed, or its status changed in another way',
	},
	{
		name: 'Application Approved',
		value: 'ACCEPTOR_APPLICATION_APPROVED',
		description: 'Underwriting approved the application of an acceptor',
	},
	{
		name: 'Application Submitted',
		value: 'ACCEPTOR_APPLICATION_SUBMITTED',
		description: 'The application of an acceptor went to underwriting',
	},
	{
		name: 'Ledger Account Exception',
		value: 'LEDGER_ACCOUNT_EXCEPTION',
		description: 'Something went wrong with an account of the ledger',
	},
	{
		name: 'Ledger Posting Exception',
		value: 'LEDGER_POSTING_EXCEPTION',
		description: 'A transaction could not be posted as it should',
	},
	{
		name: 'Ledger Transaction',
		value: 'LEDGER_TRANSACTION',
		description: 'A money transaction was posted to the ledger',
	},
	{
		name: 'MBP Monetary Transaction',
		value: 'MBP_MONETARY_TRANSACTION',
		description: 'Older event: a money transaction',
	},
	{
		name: 'MBP PUBAR Exception',
		value: 'MBP_PUBAR_EXCEPTION',
		description: 'Older event: a PUBAR exception',
	},
] as const;
