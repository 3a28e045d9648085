import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

/** Standard input: [{file, content}]; standard output: for each, the names of the rules that it breaks. */
const eslint = new ESLint();
const broken = [];
for (const { file, content } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(content, { filePath: file });
  broken.push(result.messages.filter(({ severity }) => severity === 2).map(({ ruleId }) => ruleId ?? 'parse error'));
}
process.stdout.write(JSON.stringify(broken));
