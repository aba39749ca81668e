/** The GraphQL documents that the nodes send. Names are Tesouro's (its SDK's schema); the texts are ours. */

/** Asks for a report; the answer's `requestId` comes back in the report-ready delivery. */
export const createAsyncReport = /* GraphQL */ `
	mutation CreateAsyncReport($input: CreateAsyncReportInput!) {
		createAsyncReport(input: $input) {
			asyncReportResponse {
				requestId
			}
			errors {
				__typename
				... on Error {
					message
				}
				... on JwtTokenMissingError {
					advice
					code
				}
			}
		}
	}
`;

/** Lists report requests by the day they were made: "requestedDate" is the only filter there is. */
export const asyncReport = /* GraphQL */ `
	query AsyncReport($input: AsyncReportInput!) {
		asyncReport(input: $input) {
			items {
				requestId
				reportId
				presenter {
					id
					businessName
				}
				url
				fileName
				fileSize
				fileType
				description
				status
				tags
				isCompressed
				requestedDateTime
				expiresDateTime
				generatedDateTime
			}
			pageInfo {
				hasNextPage
			}
		}
	}
`;

/** Since when, and until when, there is data: one entry for activity dates, one for funding dates. */
export const reportAvailability = /* GraphQL */ `
	query ReportAvailability {
		organization {
			reportAvailability {
				dateType
				availabilityStartDate
				availabilityEndDate
			}
		}
	}
`;

/** For the credential test. The smallest question that GraphQL knows: https://spec.graphql.org/October2021/#sec-Type-Name-Introspection */
export const probe = 'query Probe { __typename }';
