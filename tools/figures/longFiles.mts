/** Why a file of the product has more than 150 lines. Whatever is missing here should be split. */
export const longFiles: Record<string, string> = {
	'nodes/ConnectReport/deliveries/triggerFields.ts': 'the fields of one panel',
	'nodes/ReportFlow/deliveries/triggerFields.ts': 'the fields of one panel',
	'nodes/Tesouro/deliveries/triggerFields.ts': 'the fields of one panel',
	'nodes/Tesouro/reports/request/requestFields.ts': 'the fields of one panel',
	'nodes/Tesouro/queries/reportQueries.ts': 'facts: a table of queries',
	'nodes/Tesouro/queries/selections.ts': 'facts: the GraphQL fields of each query',
	'nodes/Tesouro/reports/request/reportFilters.ts': 'facts: a table of filters',
	'nodes/Tesouro/reports/request/reportKinds.ts': 'facts: a table of reports',
	'nodes/OpenPgp/facts.ts': 'facts: the shapes of what the node returns',
	'nodes/OpenPgp/engine/bunzip2.ts': 'one algorithm, and its hot loop',
	'nodes/OpenPgp/engine/packetReader.ts': 'one class, which reads packets as they come',
	'nodes/OpenPgp/engine/signatureList.ts':
		'one class: the signatures of a message, from announcement to verdict',
	'nodes/ReportFile/compare/compareTables.ts': 'one algorithm',
	'nodes/ReportFile/csv/rowBatch.ts': 'one class, read in every hot loop',
	'nodes/ReportFile/excel/read/sheetHandler.ts': 'one class: the events of one XML file',
	'nodes/ReportFile/excel/write/rowXml.ts': 'one class, and its hot loop',
	'nodes/ReportFile/inspect/columnProfile.ts':
		'one class, and its hot loop; its constants are read for each byte',
	'nodes/ReportFile/operations/getRows.ts': 'an operation, most of it its fields',
	'nodes/ReportFlow/deliveries/toReportEvent.ts': 'one step of a delivery',
};
