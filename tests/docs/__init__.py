"""The pages that people read first: README.md, CONTRIBUTING.md and docs/."""
