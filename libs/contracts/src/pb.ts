export * from './gen/vigie/v1/chat_pb.ts';
export * from './gen/vigie/v1/command_pb.ts';
export * from './gen/vigie/v1/flag_pb.ts';
export * from './gen/vigie/v1/case_pb.ts';
export * from './gen/vigie/v1/state_pb.ts';
