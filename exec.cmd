@rem npm scripts begin with "exec", which is a word of every shell but this one: see run.mjs.
@%*
