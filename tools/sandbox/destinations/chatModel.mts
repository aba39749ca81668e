import { createServer } from 'node:http';
import { listenLocally } from '../listenLocally.mts';
import { readBody } from '../readBody.mts';
import { sendJson } from '../sendJson.mts';

/** A message of a chat, as OpenAI's API has it: https://platform.openai.com/docs/api-reference/chat/create */
export interface ChatMessage {
	role: string;
	content?: unknown;
	tool_calls?: unknown;
}

/** What an agent lets the model call. */
export interface ChatTool {
	function: { name: string; description?: string; parameters?: unknown };
}

export interface ChatModel {
	url: string;
	/** The tools that the agent offered, the last time. */
	tools: ChatTool[];
	close(): Promise<void>;
}

/** What the model does: calls the tool first, then says something about what came. */
interface Script {
	arguments: Record<string, unknown>;
	answer: (result: string) => string;
}

/** A chat model that follows a script, behind the API that n8n's OpenAI Chat Model calls. */
export async function startChatModel(script: Script): Promise<ChatModel> {
	const model: ChatModel = {
		url: '',
		tools: [],
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	const server = createServer((request, response) => {
		void (async () => {
			const { messages, tools } = JSON.parse(await readBody(request)) as {
				messages: ChatMessage[];
				tools?: ChatTool[];
			};
			model.tools = tools ?? model.tools;
			const result = messages.findLast(({ role }) => role === 'tool');
			const message =
				result === undefined
					? { role: 'assistant', content: null, tool_calls: [toolCall(model.tools[0], script.arguments)] }
					: { role: 'assistant', content: script.answer(String(result.content)) };
			sendJson(response, 200, completion(message));
		})().catch((error: unknown) => sendJson(response, 400, { error: { message: String(error) } }));
	});
	model.url = `${await listenLocally(server, 0)}/v1`;
	return model;
}

function toolCall(tool: ChatTool | undefined, values: Record<string, unknown>) {
	if (tool === undefined) throw new Error('The agent offered no tool');
	return {
		id: 'call-1',
		type: 'function',
		function: { name: tool.function.name, arguments: JSON.stringify(values) },
	};
}

const completion = (message: ChatMessage) => ({
	id: 'chat-1',
	object: 'chat.completion',
	created: 0,
	model: 'scripted',
	choices: [{ index: 0, message, finish_reason: message.tool_calls ? 'tool_calls' : 'stop' }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
