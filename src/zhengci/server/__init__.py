"""A language server: findings, explanations, fixes and terms in the writer's own editor."""
