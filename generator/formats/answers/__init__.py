"""Parsers of API answers: arXiv, OpenAlex, Semantic Scholar, Hugging Face."""
