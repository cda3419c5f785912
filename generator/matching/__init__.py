"""Which records are one paper: evidence, vetoes, verdict, clusters, and the merge of a group into one paper."""
