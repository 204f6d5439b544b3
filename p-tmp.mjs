import { buildSchema, parse, getOperationAST } from 'graphql';
import { createExecutor } from './dist/src/platform/graphql/executor.js';
import { createMeteredRun } from './dist/src/platform/graphql/metered-run.js';
import { createOperationRunner } from './dist/src/platform/graphql/operation-runner.js';
import { createErrorFormatter } from './dist/src/platform/graphql/error-format.js';
import { UserProblem } from './dist/src/platform/errors.js';
const schema=buildSchema('type Query { offerings: [O!]! } type O { sites: S! maybe: S } type S { totalCount: Int! }');
schema.getQueryType().getFields().offerings.resolve=async()=>Array.from({length:60},()=>({}));
for (const n of ['sites','maybe']) schema.getType('O').getFields()[n].resolve=async()=>{throw new UserProblem([{field:['first'],code:'INVALID',message:'x'}])};
for (const f of ['sites','maybe']) for (const firsts of [1000,0]){
const d=parse('{ offerings {'+Array.from({length:10},(_,i)=>` a${i}: ${f} {totalCount}`).join('')+'}}');
const ex=createExecutor(schema,{runsFirst:()=>firsts});
for(let k=0;k<4;k++){const t=performance.now(); const r=await ex({document:d,operation:getOperationAST(d),variables:{},context:{}}); console.log(f,firsts?'interpreted':'compiled',r.errors.length,(performance.now()-t).toFixed(1));}
}
