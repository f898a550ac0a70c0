"""Rules over an analysed document: findings, suppression, fixes, and the 名词解释 appendix."""
