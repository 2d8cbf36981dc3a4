"""Search without a search server: pairs of Chinese signs and words of other scripts, in one table of the database."""
