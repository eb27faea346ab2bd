"""What every number means: the facts, the scope, the rules and what follows from them, without a word of any language."""
