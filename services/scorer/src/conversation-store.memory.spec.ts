import { conversationStoreContract } from './conversation-store-contract.ts';
import { ConversationMemory, memoryConversationStore } from './conversation-store.memory.ts';

const memory = new ConversationMemory();
const create = async () => memoryConversationStore(memory);
conversationStoreContract('memory', create, create);
