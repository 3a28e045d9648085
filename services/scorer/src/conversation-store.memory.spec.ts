import { conversationStoreContract } from './conversation-store-contract.ts';
import { memoryConversationStore } from './conversation-store.memory.ts';

conversationStoreContract('memory', async () => memoryConversationStore());
