"""Answers of services as sources: arXiv, OpenAlex, Semantic Scholar, Hugging Face."""
