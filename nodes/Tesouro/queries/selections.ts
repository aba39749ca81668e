/**
 * What each row holds. Names are Tesouro's: its SDK's schema (2025-06), and its operation and type pages (2026).
 * Left out are deprecated fields, lists inside of a row, and personal data that is not what the report is about.
 */

const parties = `
	organization { id businessName }
	acceptor { id businessName reference }`;

export const achNotificationOfChange = `${parties}
	id
	activityDate
	changeReasonCode
	changeReason
	accountNumber
	accountNumberUpdated
	accountType
	accountTypeUpdated
	routingNumber
	routingNumberUpdated
	paymentId
	transactionId
	transactionReference
	transactionType
	transactionActivityDate
	transactionDateTime
	transactionAmount
	transactionCurrency`;

/** What a return of a bank transfer holds, funded or not. */
const returned = `
	id
	activityDate
	amount
	currency
	reasonCode
	reason
	accountNumberEndingIn
	accountOwnerName
	accountOwnerType
	accountType
	routingNumber
	traceNumber
	paymentId
	transactionId
	transactionReference
	transactionTraceNumber
	transactionType
	transactionActivityDate
	transactionDateTime
	transactionAmount`;

export const achReturn = `${parties}${returned}`;

export const fundingAchReturn = `${parties}${returned}
	fundingAmount
	fundingCurrency
	fundsTransferId
	fundsTransferDescriptor
	fundsReleaseDate
	perspective`;

/** Whom it belongs to is the organization alone: a payout has no acceptor. */
export const fundingDisbursementReturn = `
	organization { id businessName }
	id
	activityDate
	enteredSystemDate
	amount
	reasonCode
	traceNumber
	originalFundsTransfer { id fundsReleaseDate fundsTransferDescriptor plannedFundsTransferDate }`;

/** What a fee and an allocation have in common. */
const charge = `
	name
	description
	productPillar
	presenterId
	activityDate
	rateUnitAmount
	rateMultiplier
	billableEventType
	billableEventAmount
	billableEventCurrency
	fundingCurrency
	fundsTransferId
	fundsTransferDescriptor
	fundsReleaseDate
	paymentId
	paymentBrand
	paymentFundingSource
	paymentProduct
	consumerType
	processingNetwork
	merchantCategory
	accountNumberPrefix
	accountNumberSuffix
	orderReference
	transactionId
	transactionReference
	transactionDateTime`;

export const allocation = `${parties}
	allocationType
	allocationCalculatedAmount${charge}`;

export const fee = `${parties}
	feeType
	feeCalculatedAmount${charge}`;

export const authorizationSummary = `${parties}
	transactionActivityDate
	transactionType
	transactionCount
	transactionAmountRequested
	transactionAmountApproved
	transactionCurrency
	approvalStatus
	processorResponseCode
	processorResponseMessage
	avsResponse
	securityCodeNetworkResponse
	paymentBrand
	paymentChannel
	paymentFundingSource
	paymentProduct
	processingNetwork
	merchantCategory
	issuingBankName
	issuingBankCountry`;

export const feeSummary = `${parties}
	feeActivityDate
	feeType
	feeName
	feeDescription
	feeProfileId
	feeCount
	feeAmount
	feeRateMultiplier
	feeRateUnitAmount
	fundingCurrency
	fundsTransferId
	fundsReleaseDate
	productPillar
	billableEventType
	billableEventAmount
	paymentBrand
	paymentFundingSource
	paymentProduct
	processingNetwork
	merchantCategory`;

export const fundingDisputeEvent = `${parties}
	id
	disputeId
	caseNumber
	dateOfEvent
	lifeCycle
	fundingAmount
	fundingCurrency
	fundsTransferId
	fundsTransferDescriptor
	fundsReleaseDate
	acquirerReferenceNumber
	transactionId
	transactionReference
	paymentId
	paymentBrand
	processingNetwork
	perspective`;

export const fundingSummary = `${parties}
	transactionActivityDate
	fundsReleaseDate
	fundsTransferId
	fundsTransferDescriptor
	fundsTransferProfileId
	fundsTransferProfileName
	paymentBrand
	processingNetwork
	fundingCurrency
	fundingNetAmount
	acceptorFundingNetAmount
	acceptorNetSettledSalesAmount
	thirdPartyPaymentAmount
	reservesNetAmount
	salesCount
	salesGrossAmount
	salesNetAmount
	refundsCount
	refundsGrossAmount
	disputesCount
	disputesNetAmount
	disputesCreditCount
	disputesCreditAmount
	disputesDebitCount
	disputesDebitAmount
	achReturnsCount
	achReturnsAmount
	acceptorAchReturnsAmount
	feesCount
	feesAmount
	interchangeFeesCount
	interchangeFeesAmount
	networkFeesCount
	networkFeesAmount
	processorFeesCount
	processorFeesAmount
	partnerFeesCount
	partnerFeesAmount
	convenienceFeesCount
	convenienceFeesAmount
	serviceFeesCount
	serviceFeesAmount
	surchargeCount
	surchargeAmount
	miscAdjustmentsAmount
	miscCreditsCount
	miscCreditsAmount
	miscDebitsCount
	miscDebitsAmount`;

export const fundingTransaction = `${parties}
	fundsTransferId
	fundsTransferDescriptor
	fundsReleaseDate
	fundingCurrency
	fundingGrossAmount
	fundingNetAmount
	interchangeFeesAmount
	networkFeesAmount
	acceptorInterchangeFeesAmount
	acceptorNetworkFeesAmount
	processorFeesAmount
	partnerFeesAmount
	isPartnerFeeAdjusted
	convenienceFeesAmount
	serviceFeesAmount
	surchargeAmount
	perspective
	paymentTransaction {
		id
		reference
		paymentId
		activityDate
		transactionDateTime
		transactionType
		processingNetwork
		processorResponseCode
		merchantCategory
	}`;

const requested = `
		currency
		requestedAmount
		order { reference customerReference }`;

const funded = `${requested}
		isFunded
		fundingCurrency
		fundingGrossAmount
		fundingNetAmount
		fundsTransfer { id fundsReleaseDate fundsTransferDescriptor }`;

/** `PaymentTransaction` is an interface without an amount; each kind of transaction adds its own. */
export const paymentTransaction = `
	__typename${parties}
	id
	reference
	paymentId
	activityDate
	transactionDateTime
	transactionType
	processingNetwork
	processorResponseCode
	processorResponseMessage
	responseType
	merchantCategory
	paymentMethod { type ... on Card { brand fundingSource } ... on BankTransfer { paymentBrand } }
	amountDetails { subTotal cashBack gratuity convenienceFee serviceFee surcharge duty discount shipping }
	taxes { totalAmount localAmount nationalAmount }
	fees { summary { totalAmount interchangeAmount networkAmount processorAmount partnerAmount } }
	... on Authorization {${requested}
	}
	... on IncrementalAuthorization {${requested}
	}
	... on Capture {${funded}
		acquirerReferenceNumber
	}
	... on Sale {${funded}
	}
	... on Refund {${funded}
		acquirerReferenceNumber
	}
	... on RefundAuthorization {${requested}
	}
	... on Reversal {${requested}
		originalAuthorizationTransactionId
	}`;

export const paymentTransactionSummary = `${parties}
	presenterId
	transactionActivityDate
	transactionType
	transactionCount
	transactionAmount
	transactionCurrency
	transactionProcessingDecision
	conveyedStatus
	paymentBrand
	paymentChannel
	paymentFundingSource
	processingNetwork`;
