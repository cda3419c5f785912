"""Which records are the same paper: candidates, evidence, vetoes, verdict, clusters, versions, and the merge into a paper."""
