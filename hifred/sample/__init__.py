"""The sample site of HiFred: its articles, categories, company facts and pictures."""
